package org.mailroom.mailstore.account;

import java.util.List;

/**
 * Whoever has an address: a person, a group or a service.
 *
 * @param id never reused
 * @param kind who or what has the address; never changes
 * @param address the primary address, lower-case, {@code local@domain}
 * @param aliases further addresses that deliver here
 * @param displayName what people read; may be empty
 * @param state whether mail is taken and log-in allowed
 * @param quotaBytes most bytes of distinct messages; 0 means no limit
 */
public record Account(
        AccountId id,
        Kind kind,
        String address,
        List<String> aliases,
        String displayName,
        State state,
        long quotaBytes) {

    /** Who or what has an account. Only a person has mailboxes. */
    public enum Kind {
        PERSON(0),
        /** An address behind which there are members. */
        GROUP(1),
        /** A system of the platform, which logs in with tokens. */
        SERVICE(2);

        /** As on disk: add, never renumber. */
        private final short code;

        Kind(int code) {
            this.code = (short) code;
        }

        public short code() {
            return code;
        }

        public static Kind of(short code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalStateException("account kind " + code);
        }
    }

    /** What the account may do. */
    public enum State {
        ACTIVE(0),
        /** No log-in, no delivery; nothing is removed. */
        SUSPENDED(1),
        /** Has left for good: as suspended, and counted among the former. History stays. */
        LEFT(2);

        /** As on disk: add, never renumber. */
        private final short code;

        State(int code) {
            this.code = (short) code;
        }

        public short code() {
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

    public Account withState(State other) {
        return new Account(id, kind, address, aliases, displayName, other, quotaBytes);
    }

    public Account withAddresses(String primary, List<String> others) {
        return new Account(id, kind, primary, others, displayName, state, quotaBytes);
    }

    public Account withDisplayName(String name) {
        return new Account(id, kind, address, aliases, name, state, quotaBytes);
    }

    public Account withQuota(long bytes) {
        return new Account(id, kind, address, aliases, displayName, state, bytes);
    }

    /** Whether {@code address} is one of this account's own. Compared without regard to case. */
    public boolean owns(String other) {
        return address.equalsIgnoreCase(other)
                || aliases.stream().anyMatch(a -> a.equalsIgnoreCase(other));
    }
}
