package org.mailroom.messaging.safety;

import java.time.Duration;
import java.util.Optional;

/**
 * A token bucket as one number: the moment at which it will be full again. Whatever takes tokens
 * moves that moment on; how far it lies ahead is how many tokens are missing. In nanoseconds since
 * 1970. For one lane of one sender; locked by its own monitor.
 */
final class Bucket {
    /** A hundred years: rates and bursts beyond are as good as none, and sums do not overflow. */
    private static final long MOST = 36_500L * 86_400 * 1_000_000_000L;

    private static final long MINUTE = 60_000_000_000L;

    private long fullAt;

    /** Taken, in time, since the row was written; at most {@link #slack} but for what waits. */
    private long unwritten;

    /** What {@link #unwritten} may come to; written with the row. */
    private long slack;

    private long refused;
    private long reportedAt = Long.MIN_VALUE;
    private boolean gone;

    /**
     * @param fullAt as last written, or later
     */
    Bucket(long fullAt) {
        this.fullAt = fullAt;
    }

    /** Between two tokens; rounded so that never more come than the lane says. */
    static long interval(Lane lane) {
        return Math.ceilDiv(MINUTE, lane.perMinute());
    }

    private static long times(long count, long interval) {
        return count > MOST / interval ? MOST : count * interval;
    }

    /**
     * How much may be taken before it must be on disk: a quarter of the burst, one token at least.
     * It is what a sender loses when the server is killed.
     */
    static long slack(Lane lane) {
        long interval = interval(lane);
        return Math.max(interval, times(lane.burst(), interval) / 4);
    }

    /** What came of taking. */
    enum Outcome {
        TAKEN,
        /** Taken, and only to be acted upon when it has been written. */
        TAKEN_IF_WRITTEN,
        REFUSED,
        /** This bucket is no longer the one; ask for it again. */
        GONE
    }

    synchronized Outcome take(Lane lane, int cost, long now) {
        if (gone) {
            return Outcome.GONE;
        }
        long interval = interval(lane);
        long taken = times(cost, interval);
        if (Math.max(fullAt, now) + taken - now > times(lane.burst(), interval)) {
            refused++;
            return Outcome.REFUSED;
        }
        fullAt = Math.max(fullAt, now) + taken;
        unwritten += taken;
        slack = Math.max(slack, slack(lane));
        return unwritten > slack ? Outcome.TAKEN_IF_WRITTEN : Outcome.TAKEN;
    }

    /** Empty if taking would do; else after how long it would. */
    synchronized Optional<Duration> wait(Lane lane, int cost, long now) {
        long interval = interval(lane);
        long capacity = times(lane.burst(), interval);
        long over = Math.max(fullAt, now) + times(cost, interval) - now - capacity;
        if (over <= 0) {
            return Optional.empty();
        }
        // a cost above the burst never passes: as long as it takes to fill
        return Optional.of(Duration.ofNanos(Math.min(over, capacity)));
    }

    /** What is to be written. */
    record State(long fullAt, long slack, long unwritten) {}

    /** Empty if the row is as it should be. */
    synchronized Optional<State> toWrite() {
        return unwritten == 0 ? Optional.empty() : Optional.of(new State(fullAt, slack, unwritten));
    }

    /** A state is on disk. */
    synchronized void written(State state) {
        unwritten -= state.unwritten;
    }

    synchronized boolean mustWait() {
        return unwritten > slack;
    }

    /**
     * How often it was refused since that was last reported, if it is time to report it: at the
     * first refusal, then once in a while.
     */
    synchronized long toReport(long now, long every) {
        if (refused == 0 || (reportedAt != Long.MIN_VALUE && now - reportedAt < every)) {
            return 0;
        }
        long count = refused;
        refused = 0;
        reportedAt = now;
        return count;
    }

    /** Lets go of a bucket that is full and owes nothing. */
    synchronized boolean retire(long now) {
        gone = fullAt < now && unwritten == 0 && refused == 0;
        return gone;
    }
}
