package org.mailroom.messaging.group;

/** What a member is in a group, lowest first. Codes are on disk: add, never renumber. */
public enum Rank {
    MEMBER(0),
    MODERATOR(1),
    OWNER(2),
    /** The one owner who speaks for the group: opens a class's threads, gets replies. */
    PRIMARY_OWNER(3);

    private final short code;

    Rank(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    static Rank of(short code) {
        for (Rank rank : values()) {
            if (rank.code == code) {
                return rank;
            }
        }
        throw new IllegalStateException("rank " + code);
    }

    public boolean owns() {
        return this == OWNER || this == PRIMARY_OWNER;
    }
}
