package org.mailroom.mailstore.account;

import java.util.List;

/**
 * One person's (or role's) account.
 *
 * @param id never reused
 * @param address the primary address, lower-case, {@code local@domain}
 * @param aliases further addresses that deliver here
 * @param displayName for people; may be empty
 * @param state whether mail is taken and log-in allowed
 * @param quotaBytes most bytes of distinct messages; 0 means no limit
 */
public record Account(
        AccountId id,
        String address,
        List<String> aliases,
        String displayName,
        State state,
        long quotaBytes) {

    /** What the account may do. */
    public enum State {
        ACTIVE(0),
        /** No log-in, no delivery; nothing is removed. */
        SUSPENDED(1);

        /** As on disk: add, never renumber. */
        private final short code;

        State(int code) {
            this.code = (short) code;
        }

        short code() {
            return code;
        }

        static State of(short code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalStateException("account state " + code);
        }
    }

    public Account {
        aliases = List.copyOf(aliases);
    }

    /** Whether {@code address} is one of this account's own. Compared without regard to case. */
    public boolean owns(String other) {
        return address.equalsIgnoreCase(other)
                || aliases.stream().anyMatch(a -> a.equalsIgnoreCase(other));
    }
}
