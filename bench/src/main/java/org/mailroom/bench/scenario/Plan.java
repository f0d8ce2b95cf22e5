package org.mailroom.bench.scenario;

import java.time.Duration;

/**
 * How much is done. Everything is bounded in time and in number.
 *
 * @param time how long a rate is measured
 * @param atMost operations in one measurement of a rate
 * @param visible messages sent in the measurement of ingest to visible
 * @param listed messages in the mailbox that SELECT opens
 * @param read messages in the mailbox that is fetched
 * @param probes messages timed from final dot to EXISTS
 * @param few connections in the smaller measurement of idle memory
 * @param many connections in the larger one
 */
public record Plan(
        Duration time,
        int atMost,
        int visible,
        int listed,
        int read,
        int probes,
        int few,
        int many) {

    private static final int LIGHTER = 10;

    /** What docs/performance.md reports. */
    public static Plan full() {
        return new Plan(Duration.ofSeconds(4), 200_000, 4_000, 100_000, 10_000, 400, 1_000, 5_000);
    }

    /** A tenth of it, to see that everything works. */
    public static Plan quick() {
        return new Plan(Duration.ofSeconds(1), 20_000, 400, 10_000, 1_000, 40, 100, 500);
    }

    /** Full time but small mailboxes, for a server that the full ones would occupy for an hour. */
    public Plan lighter() {
        return new Plan(
                time,
                atMost,
                visible / LIGHTER,
                listed / LIGHTER,
                read / LIGHTER,
                probes / LIGHTER,
                few,
                many);
    }

    /** The same with rates measured for another time. */
    public Plan lasting(Duration other) {
        return new Plan(other, atMost, visible, listed, read, probes, few, many);
    }

    /** The same with fewer operations in a measurement of a rate. */
    Plan atMost(int operations) {
        return new Plan(
                time, Math.min(operations, atMost), visible, listed, read, probes, few, many);
    }

    /** A shorter pass whose figures are thrown away: it warms caches and just-in-time compilers. */
    public Plan warmUp() {
        return new Plan(
                time.dividedBy(2), atMost, visible / 2, listed, read / 2, probes / 4, few, many);
    }

    /**
     * Messages in the mailboxes of those who flag and file; a client's list shows a part of them.
     */
    int filed() {
        return Math.max(read / 20, 40);
    }

    /** No answer in this time fails the measurement. */
    Duration patience() {
        return time.multipliedBy(3).plusSeconds(120);
    }
}
