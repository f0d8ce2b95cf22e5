package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.AuditLog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How fast anybody sends: a token bucket for each person and lane. Thread-safe. */
public final class Lanes implements AutoCloseable {

    private Lanes() {}

    public static Lanes open(Database database, MasterKeys masters, AuditLog audit) {
        return new Lanes();
    }

    /**
     * Takes {@code cost} tokens, or none.
     *
     * @param cost more than the burst never passes: take one by one, or ask for less
     * @return empty: go ahead; else after how long it would pass
     */
    public Optional<Duration> take(AccountId who, Lane lane, int cost, Instant now) {
        return Optional.empty();
    }

    /** The same for a trusted system, which has no account. */
    public Optional<Duration> take(String system, Lane lane, int cost, Instant now) {
        return Optional.empty();
    }

    /** What {@link #take} would answer now, taking nothing and recording nothing. */
    public Optional<Duration> peek(AccountId who, Lane lane, int cost, Instant now) {
        return Optional.empty();
    }

    /** The same for a trusted system. */
    public Optional<Duration> peek(String system, Lane lane, int cost, Instant now) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
