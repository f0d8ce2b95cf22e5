package org.mailroom.messaging.group;

/** What a new member sees of earlier messages. Codes are on disk: add, never renumber. */
public enum History {
    FROM_JOIN(0),
    FULL(1);

    private final short code;

    History(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    static History of(short code) {
        for (History history : values()) {
            if (history.code == code) {
                return history;
            }
        }
        throw new IllegalStateException("history " + code);
    }
}
