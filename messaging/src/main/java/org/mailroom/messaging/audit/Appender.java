package org.mailroom.messaging.audit;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that puts records into the log. It takes what is queued and what changes have left
 * in {@code audit_pending}, gives it numbers and hashes, and commits it as one group, so that a
 * chain over everything costs nobody a lock.
 *
 * <p>Between processes on one database the row of the log's head is the lock. A group whose fate is
 * not known is tried again, after a look at the head whether it is in.
 */
final class Appender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    /** Records that wait in memory at most; past it callers wait. */
    private static final int QUEUE = 50_000;

    private static final int GROUP = 2_000;
    private static final long FULL_SECONDS = 10;
    private static final long IDLE_MILLIS = 5_000;

    /** While changes come in with records of their own, they are taken up this often. */
    private static final long BUSY_MILLIS = 100;

    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Database database;
    private final Signer signer;
    private final Mark mark;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private long added;
    private long durable;
    private long failedUpTo;
    private long wantedPass;
    private long begunPass;
    private long donePass;
    private long failedPass;
    private volatile long busyUntil = System.nanoTime();
    private boolean closed;

    /** What the thread has taken from the queue and not got to disk yet. Its own. */
    private List<byte[]> inHand = List.of();

    private LogRows.@Nullable Head attempted;

    Appender(
            Database database,
            Signer signer,
            Mark mark,
            Checkpoints checkpoints,
            InstantSource clock) {
        this.database = database;
        this.signer = signer;
        this.mark = mark;
        this.checkpoints = checkpoints;
        this.clock = clock;
        // not virtual: others' waiting must not keep it from a carrier
        this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Queues a record; gives the ticket to {@link #await}. */
    long add(byte[] body) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(FULL_SECONDS);
            while (queue.size() >= QUEUE && left > 0 && !closed) {
                left = moved.awaitNanos(left);
            }
            if (queue.size() >= QUEUE || closed) {
                throw unavailable();
            }
            queue.add(body);
            work.signal();
            return ++added;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } finally {
            lock.unlock();
        }
    }

    private static Refused unavailable() {
        return new Refused(
                Refused.Reason.UNAVAILABLE, "The audit log takes nothing; nothing was done");
    }

    /** A ticket behind everything queued so far. */
    long ticket() {
        lock.lock();
        try {
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the record with this ticket is on disk; UNAVAILABLE when that failed. */
    void await(long ticket) {
        lock.lock();
        try {
            while (durable < ticket) {
                if (failedUpTo >= ticket) {
                    throw unavailable();
                }
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A change is about to commit records of its own. */
    void busy() {
        long now = System.nanoTime();
        // most calls change nothing, and so take no lock
        if (busyUntil - now < BUSY_NANOS / 2) {
            lock.lock();
            try {
                busyUntil = now + BUSY_NANOS;
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns when everything that had been committed or queued before is in the log. */
    void catchUp() {
        lock.lock();
        try {
            long pass = Math.max(wantedPass, begunPass) + 1;
            wantedPass = pass;
            long ticket = added;
            work.signal();
            while (donePass < pass || durable < ticket) {
                if (failedPass >= pass || closed) {
                    throw unavailable();
                }
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        boolean last = false;
        boolean more = false;
        while (!last || more || !inHand.isEmpty()) {
            long pass;
            lock.lock();
            try {
                if (!more && inHand.isEmpty()) {
                    awaitWork();
                }
                last = closed;
                inHand = inHand.isEmpty() ? take() : inHand;
                pass = ++begunPass;
            } finally {
                lock.unlock();
            }
            more = pass(pass, last);
        }
        LOG.debug("the audit log is closed");
    }

    private void awaitWork() {
        try {
            boolean often = busyUntil - System.nanoTime() > 0;
            long left =
                    TimeUnit.MILLISECONDS.toNanos(
                            Math.min(often ? BUSY_MILLIS : IDLE_MILLIS, checkpoints.millisLeft()));
            while (left > 0 && queue.isEmpty() && wantedPass <= begunPass && !closed) {
                left = work.awaitNanos(left);
                if (!often && busyUntil - System.nanoTime() > 0) {
                    // it has become busy meanwhile
                    left = Math.min(left, TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS));
                    often = true;
                }
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread; at worst a pass more
            LOG.debug("interrupted");
        }
    }

    private List<byte[]> take() {
        var group = new ArrayList<byte[]>(Math.min(queue.size(), GROUP));
        while (group.size() < GROUP && !queue.isEmpty()) {
            group.add(queue.remove());
        }
        return group;
    }

    /**
     * What a group came to.
     *
     * @param wrote whether there is something to wait for
     * @param more changes have left more records than a group takes
     */
    private record Appended(
            LogRows.Head head, boolean wrote, boolean more, @Nullable Checkpoint checkpoint) {}

    /** Appends once; says whether there is more at once. */
    private boolean pass(long pass, boolean last) {
        try {
            var committed =
                    database.write(
                            session ->
                                    session.doReturningWork(
                                            connection -> append(connection, inHand, last)));
            Appended done = committed.value();
            if (done.wrote || done.checkpoint != null) {
                database.awaitDurable(committed.ticket());
                mark.reached(done.head.size(), done.head.hash(), clock.instant());
            }
            if (done.checkpoint != null) {
                checkpoints.made(done.checkpoint);
            }
            succeeded(pass, done.more);
            return done.more || moreQueued();
        } catch (RuntimeException | Error e) {
            LOG.error("the audit log cannot be written; it is tried again", e);
            failed(pass);
            return pause(last);
        }
    }

    private boolean moreQueued() {
        lock.lock();
        try {
            return !queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void succeeded(long pass, boolean more) {
        lock.lock();
        try {
            durable += inHand.size();
            inHand = List.of();
            attempted = null;
            donePass = more ? donePass : pass;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(long pass) {
        lock.lock();
        try {
            failedUpTo = added;
            failedPass = pass;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** After a failure; at the end of the process there is no second try. */
    private boolean pause(boolean last) {
        if (last) {
            LOG.error("{} audit records could not be written", inHand.size());
            inHand = List.of();
            return false;
        }
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
        return true;
    }

    private Appended append(Connection connection, List<byte[]> queued, boolean last)
            throws SQLException {
        LogRows.Head head = LogRows.lockHead(connection);
        LogRows.Head earlier = attempted;
        if (earlier != null && Arrays.equals(earlier.hash(), head.hash())) {
            // the commit of which we heard nothing was one
            return new Appended(head, true, true, null);
        }
        List<byte[]> bodies = LogRows.takePending(connection, GROUP);
        boolean more = bodies.size() == GROUP;
        bodies.addAll(queued);
        LogRows.Head next = extend(connection, head, bodies);
        attempted = bodies.isEmpty() ? null : next;
        Checkpoint checkpoint = null;
        if (checkpoints.due(next.size(), last)) {
            checkpoint = checkpoint(connection, next);
        }
        return new Appended(next, !bodies.isEmpty(), more, checkpoint);
    }

    /** Writes records after the head. The caller holds its lock. */
    static LogRows.Head extend(Connection connection, LogRows.Head head, List<byte[]> bodies)
            throws SQLException {
        if (bodies.isEmpty()) {
            return head;
        }
        Peaks peaks = Peaks.of(head.size(), head.peaks());
        byte[] hash = head.hash();
        var records = new ArrayList<LogRows.Stored>(bodies.size());
        var nodes = new ArrayList<Peaks.Node>();
        for (byte[] octets : bodies) {
            Body body = Body.decode(octets).orElseThrow();
            long seq = peaks.size();
            hash = Body.hash(seq, hash, octets);
            nodes.addAll(peaks.add(hash));
            records.add(
                    new LogRows.Stored(seq, body.subject(), body.routine() ? 0 : 1, octets, hash));
        }
        LogRows.insert(connection, records);
        if (!nodes.isEmpty()) {
            LogRows.insertNodes(connection, nodes);
        }
        var next = new LogRows.Head(peaks.size(), hash, peaks.encode());
        LogRows.updateHead(connection, next);
        return next;
    }

    private @Nullable Checkpoint checkpoint(Connection connection, LogRows.Head head)
            throws SQLException {
        if (LogRows.lastCheckpoint(connection)
                .flatMap(Checkpoint::parse)
                .filter(c -> c.size() >= head.size())
                .isPresent()) {
            checkpoints.seen(head.size());
            return null;
        }
        byte[] root = Peaks.of(head.size(), head.peaks()).root();
        Checkpoint made = signer.sign(head.size(), root, clock.instant(), head.hash());
        LogRows.insertCheckpoint(connection, made.size(), made.note());
        return made;
    }

    /** Takes what is queued to disk, with a last checkpoint. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
