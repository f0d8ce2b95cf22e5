package org.mailroom.mailstore.blob;

import java.io.IOException;

/**
 * There is no room for the blob: disk or quota exhausted, or less free than {@link
 * BlobSettings#minFreeBytes}. Nothing of it is visible; the store works on and takes what still
 * fits. SMTP 452, IMAP NO [OVERQUOTA] or [UNAVAILABLE].
 */
public final class StorageFull extends IOException {
    private static final long serialVersionUID = 1L;

    public StorageFull(String message) {
        super(message);
    }

    public StorageFull(String message, Throwable cause) {
        super(message, cause);
    }
}
