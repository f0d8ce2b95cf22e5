package org.mailroom.imap.session;

/** A command that is well formed and makes no sense here: tagged BAD. RFC 9051 §7.1.3. */
final class BadCommand extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadCommand(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
