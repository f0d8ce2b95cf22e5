package org.mailroom.messaging.login.passkey;

/** What the browser answered is not right. */
public final class PasskeyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    PasskeyRefused(String message) {
        super(message);
    }

    PasskeyRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
