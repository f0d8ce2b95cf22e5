package org.mailroom.imap.command;

/** Where a connection stands, and where a command may be given. RFC 9051 §3. */
public enum State {
    /** As a requirement: every state. No connection is in it. */
    ANY,
    NOT_AUTHENTICATED,
    AUTHENTICATED,
    SELECTED;

    /** Whether a command that requires this state may be given by a connection in that state. */
    public boolean allows(State current) {
        return this == ANY || this == current || (this == AUTHENTICATED && current == SELECTED);
    }
}
