package org.mailroom.mailstore.seal;

import java.io.IOException;

/** The keystore cannot be used: wrong password, damaged, missing, or already there. */
public final class KeystoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public KeystoreException(String message) {
        super(message);
    }

    public KeystoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
