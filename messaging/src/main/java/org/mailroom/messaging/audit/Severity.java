package org.mailroom.messaging.audit;

/** How much an event bears upon somebody's privacy or safety. */
public enum Severity {
    /** The ordinary run of things. */
    NONE(0),
    LOW(1),
    MEDIUM(2),
    HIGH(3),
    CRITICAL(4);

    /** As in the log: add, never renumber. */
    private final int code;

    Severity(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Severity of(int code) {
        for (Severity severity : values()) {
            if (severity.code == code) {
                return severity;
            }
        }
        return CRITICAL;
    }
}
