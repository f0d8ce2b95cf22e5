package org.mailroom.messaging.safety;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast anybody sends: a token bucket for each person and lane, the same on every surface.
 * Thread-safe.
 *
 * <p>Buckets live in memory and are written behind, once a second. Nobody gets more than the lane
 * allows by a crash: what may be taken between two writings is bounded, {@link Bucket#slack}; more
 * waits for the disk. After a stop that was none in order that much is charged to every bucket.
 * After one in order nothing is lost. One server process to a database.
 */
public final class Lanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long WRITE_MILLIS = 1_000;
    private static final int TIDY_ROUNDS = 60;

    /** A flood of refusals of one bucket makes one record in this time. */
    private static final long REPORT_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final LaneRows rows;
    private final MasterKeys masters;
    private final AuditLog audit;
    private final InstantSource clock;
    private final boolean orderly;
    private final long opened;
    private final Map<LaneKey, Held> held = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore closing = new Semaphore(0);
    private final Thread thread;

    /** A bucket and what to call its owner and lane in the log. */
    private record Held(Bucket bucket, Actor owner, String lane) {}

    private Lanes(
            LaneRows rows,
            MasterKeys masters,
            AuditLog audit,
            InstantSource clock,
            boolean orderly,
            long opened) {
        this.rows = rows;
        this.masters = masters;
        this.audit = audit;
        this.clock = clock;
        this.orderly = orderly;
        this.opened = opened;
        this.thread = Thread.ofVirtual().name("lanes").unstarted(this::loop);
    }

    /** Opens the lanes as the last run left them. */
    public static Lanes open(
            Database database, MasterKeys masters, AuditLog audit, InstantSource clock) {
        var rows = new LaneRows(database);
        long now = nanos(clock.instant());
        boolean orderly = rows.begin(now);
        var lanes = new Lanes(rows, masters, audit, clock, orderly, now);
        lanes.thread.start();
        return lanes;
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }

    /**
     * Takes {@code cost} tokens, or none.
     *
     * @param cost more than the burst never passes: take one by one, or ask for less
     * @return empty: go ahead; else after how long it would pass
     */
    public Optional<Duration> take(AccountId who, Lane lane, int cost, Instant now) {
        return take(who.value(), Actor.of(who), lane, cost, now);
    }

    /** The same for a trusted system, which has no account. */
    public Optional<Duration> take(String system, Lane lane, int cost, Instant now) {
        return take(owner(system), Actor.named(system), lane, cost, now);
    }

    /** What {@link #take} would answer now, taking nothing and recording nothing. */
    public Optional<Duration> peek(AccountId who, Lane lane, int cost, Instant now) {
        return peek(who.value(), Actor.of(who), lane, cost, now);
    }

    /** The same for a trusted system. */
    public Optional<Duration> peek(String system, Lane lane, int cost, Instant now) {
        return peek(owner(system), Actor.named(system), lane, cost, now);
    }

    private Optional<Duration> peek(long owner, Actor actor, Lane lane, int cost, Instant at) {
        if (lane.unlimited()) {
            return Optional.empty();
        }
        return bucket(new LaneKey(owner, hash("lane", lane.name())), actor, lane)
                .bucket
                .wait(lane, cost, nanos(at));
    }

    private Optional<Duration> take(long owner, Actor actor, Lane lane, int cost, Instant at) {
        if (cost < 1) {
            throw new IllegalArgumentException("cost " + cost);
        }
        if (lane.unlimited()) {
            return Optional.empty();
        }
        var key = new LaneKey(owner, hash("lane", lane.name()));
        long now = nanos(at);
        while (true) {
            Held one = bucket(key, actor, lane);
            switch (one.bucket.take(lane, cost, now)) {
                case TAKEN -> {
                    return Optional.empty();
                }
                case TAKEN_IF_WRITTEN -> {
                    write(one.bucket);
                    return Optional.empty();
                }
                case REFUSED -> {
                    report(one, now, REPORT_EVERY);
                    return one.bucket.wait(lane, cost, now).or(() -> Optional.of(Duration.ZERO));
                }
                case GONE -> held.remove(key, one);
            }
        }
    }

    private Held bucket(LaneKey key, Actor owner, Lane lane) {
        Held known = held.get(key);
        if (known != null) {
            return known;
        }
        OptionalLong row = rows.read(key);
        // no row and no orderly stop: all that need not have been written may have been taken
        long fullAt = row.orElse(orderly ? 0 : opened + Bucket.slack(lane));
        var loaded = new Held(new Bucket(fullAt), owner, lane.name());
        Held other = held.putIfAbsent(key, loaded);
        return other == null ? loaded : other;
    }

    private long owner(String system) {
        return Math.min(-1, hash("system", system) | Long.MIN_VALUE);
    }

    private long hash(String kind, String name) {
        return ByteBuffer.wrap(masters.hash(HashKind.LANE, (kind + " " + name).getBytes(UTF_8)))
                .getLong();
    }

    private void report(Held one, long now, long every) {
        long count = one.bucket.toReport(now, every);
        if (count > 0) {
            AuditEvent event =
                    AuditEvent.of(one.owner, Action.RATE_LIMITED)
                            .object("lane " + one.lane + " refused " + count);
            audit.later(one.owner.account().map(event::about).orElse(event));
        }
    }

    /** Has this bucket written; whoever writes takes all others along. */
    private void write(Bucket bucket) {
        writing.lock();
        try {
            if (bucket.mustWait()) {
                writeAll();
            }
        } finally {
            writing.unlock();
        }
    }

    // under the lock, so that no older state overtakes a newer one
    private void writeAll() {
        var changed = new ArrayList<LaneRows.Written>();
        held.forEach(
                (key, one) ->
                        one.bucket
                                .toWrite()
                                .ifPresent(
                                        state ->
                                                changed.add(
                                                        new LaneRows.Written(
                                                                key, one.bucket, state))));
        if (!changed.isEmpty()) {
            rows.write(changed);
            changed.forEach(w -> w.bucket().written(w.state()));
        }
    }

    private void loop() {
        int round = 0;
        while (!closed()) {
            try {
                writing.lock();
                try {
                    writeAll();
                } finally {
                    writing.unlock();
                }
                if (++round % TIDY_ROUNDS == 0) {
                    tidy();
                }
            } catch (RuntimeException e) {
                LOG.error("rate lanes cannot be written; it is tried again", e);
            }
        }
    }

    private boolean closed() {
        try {
            return closing.tryAcquire(WRITE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Reports what is left of floods and lets go of buckets that are full. */
    private void tidy() {
        long now = nanos(clock.instant());
        held.forEach(
                (key, one) -> {
                    report(one, now, REPORT_EVERY);
                    if (one.bucket.retire(now)) {
                        held.remove(key, one);
                    }
                });
        rows.tidy(now);
    }

    /** Writes every bucket as it is. Nobody takes any more. */
    @Override
    public void close() {
        closing.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long now = nanos(clock.instant());
        held.values().forEach(one -> report(one, now, 0));
        writing.lock();
        try {
            writeAll();
        } finally {
            writing.unlock();
        }
        rows.end();
    }
}
