package org.mailroom.mailstore.blob;

import java.io.IOException;

/** No blob lies where the reference says: the row is stale, or data is missing. */
public final class NoSuchBlob extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSuchBlob(String message) {
        super(message);
    }

    public NoSuchBlob(String message, Throwable cause) {
        super(message, cause);
    }
}
