package org.mailroom.mailstore.mailbox;

import java.util.Optional;

/** What a mailbox is for. RFC 6154 §2, RFC 9979. INBOX is special by name. */
public enum SpecialUse {
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash"),
    SNOOZED("\\Snoozed"),
    SCHEDULED("\\Scheduled"),
    MEMOS("\\Memos");

    private final String wire;

    SpecialUse(String wire) {
        this.wire = wire;
    }

    /** As on the wire: {@code \Sent}. */
    public String wire() {
        return wire;
    }

    /** By wire name, without regard to case. */
    public static Optional<SpecialUse> byWire(String name) {
        for (SpecialUse use : values()) {
            if (use.wire.equalsIgnoreCase(name)) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
