package org.mailroom.messaging.group;

/** Where a reply to a message of a group goes. Codes are on disk: add, never renumber. */
public enum ReplyMode {
    /** Nowhere: the group only announces. */
    ANNOUNCE(0),
    /** To the owner alone. */
    REPLY_TO_OWNER(1),
    /** To everybody. */
    ALL(2);

    private final short code;

    ReplyMode(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    static ReplyMode of(short code) {
        for (ReplyMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        throw new IllegalStateException("reply mode " + code);
    }
}
