package org.mailroom.mailstore.mailbox;

/** The system flags a message keeps. RFC 9051 §2.3.2. \Recent is not stored: it is a session's. */
public enum SystemFlag {
    SEEN("\\Seen", 1),
    ANSWERED("\\Answered", 2),
    FLAGGED("\\Flagged", 4),
    DELETED("\\Deleted", 8),
    DRAFT("\\Draft", 16);

    private final String wire;

    /** As on disk: add, never renumber. */
    private final int bit;

    SystemFlag(String wire, int bit) {
        this.wire = wire;
        this.bit = bit;
    }

    /** As on the wire: {@code \Seen}. */
    public String wire() {
        return wire;
    }

    /** This flag's bit in a flags byte. */
    public int bit() {
        return bit;
    }

    public boolean in(int flags) {
        return (flags & bit) != 0;
    }
}
