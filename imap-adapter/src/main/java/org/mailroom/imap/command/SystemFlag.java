package org.mailroom.imap.command;

import java.util.Optional;

/** The flags the standard defines. RFC 9051 §2.3.2; \Recent is RFC 3501 §2.3.2. */
public enum SystemFlag implements Flag {
    ANSWERED("\\Answered"),
    FLAGGED("\\Flagged"),
    DELETED("\\Deleted"),
    SEEN("\\Seen"),
    DRAFT("\\Draft"),
    /** Given by the server only; never part of a {@link FlagList} a client sends. */
    RECENT("\\Recent");

    private final String wire;

    SystemFlag(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }

    /** The flag of that wire form, in any case. */
    public static Optional<SystemFlag> find(String wire) {
        for (SystemFlag flag : values()) {
            if (flag.wire.equalsIgnoreCase(wire)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
