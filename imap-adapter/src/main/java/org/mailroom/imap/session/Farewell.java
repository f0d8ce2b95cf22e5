package org.mailroom.imap.session;

/** The connection ends now, and the client is told why: BYE. RFC 9051 §7.1.5. */
final class Farewell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Farewell(String message) {
        super(message, null, false, false);
    }

    static Farewell shuttingDown() {
        return new Farewell("The server is shutting down");
    }

    static Farewell silent() {
        return new Farewell("Logged out for silence");
    }

    static Farewell accountClosed() {
        return new Farewell("The account is closed");
    }

    static Farewell mailboxGone() {
        return new Farewell("The selected mailbox is deleted");
    }

    static Farewell tooManyErrors() {
        return new Farewell("Too many errors");
    }

    static Farewell because(String text) {
        return new Farewell(text);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
