package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;

import java.time.Instant;
import java.util.Optional;

/**
 * What a moderator has imposed on a person.
 *
 * @param until the end, by the clock; none: until it is lifted
 * @param report the report it came from
 * @param lifted how it ended before its time
 */
public record Restriction(
        long id,
        AccountId person,
        Kind kind,
        Instant from,
        Optional<Instant> until,
        String reason,
        Actor author,
        Optional<String> report,
        Optional<Lifted> lifted) {

    /** What the person may not do. What follows from each is the policy's to say. */
    public enum Kind {
        /** Writes to nobody, except where the policy keeps a way open. Reads on. */
        MUTE(1),
        /** Neither writes nor logs in. */
        SUSPEND(2),
        /** Whatever they write waits for a moderator. */
        HOLD(3),
        /** What they write is accepted and held, and they are not told. Always for a time only. */
        SHADOW(4);

        /** As on disk: add, never renumber. */
        private final short code;

        Kind(int code) {
            this.code = (short) code;
        }

        short code() {
            return code;
        }

        static Kind of(short code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalStateException("restriction kind " + code);
        }
    }

    /** By whom, when and why a restriction was lifted. */
    public record Lifted(Instant at, Actor by, String reason) {}

    /** Whether it holds at this moment. */
    public boolean active(Instant at) {
        return lifted.isEmpty() && !from.isAfter(at) && until.filter(u -> !u.isAfter(at)).isEmpty();
    }
}
