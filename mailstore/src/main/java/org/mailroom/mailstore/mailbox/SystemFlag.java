package org.mailroom.mailstore.mailbox;

/** The system flags a message keeps. RFC 9051 §2.3.2. \Recent is not stored: it is a session's. */
public enum SystemFlag {
    SEEN("\\Seen"),
    ANSWERED("\\Answered"),
    FLAGGED("\\Flagged"),
    DELETED("\\Deleted"),
    DRAFT("\\Draft");

    private final String wire;

    SystemFlag(String wire) {
        this.wire = wire;
    }

    /** As on the wire: {@code \Seen}. */
    public String wire() {
        return wire;
    }

    /** This flag's bit in a flags byte. */
    public int bit() {
        return 1 << ordinal();
    }

    public boolean in(int flags) {
        return (flags & bit()) != 0;
    }
}
