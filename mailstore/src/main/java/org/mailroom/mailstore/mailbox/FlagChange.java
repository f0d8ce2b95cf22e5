package org.mailroom.mailstore.mailbox;

/** What STORE does to each message's flags. RFC 9051 §6.4.6. */
public record FlagChange(Mode mode, Flags flags) {
    /** How the given flags meet those that are there. */
    public enum Mode {
        ADD,
        REMOVE,
        REPLACE
    }

    public static FlagChange add(Flags flags) {
        return new FlagChange(Mode.ADD, flags);
    }

    public static FlagChange remove(Flags flags) {
        return new FlagChange(Mode.REMOVE, flags);
    }

    public static FlagChange replace(Flags flags) {
        return new FlagChange(Mode.REPLACE, flags);
    }

    /** Whether it does nothing but make messages \Seen. */
    public boolean onlyReads() {
        return mode == Mode.ADD
                && flags.system() == SystemFlag.SEEN.bit()
                && flags.keywords().isEmpty();
    }
}
