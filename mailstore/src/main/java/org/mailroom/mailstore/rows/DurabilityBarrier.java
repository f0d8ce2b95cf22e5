package org.mailroom.mailstore.rows;

import org.mailroom.mailstore.refusal.Refused;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes commits durable in groups. H2 answers a commit before it is on disk; a writer therefore
 * takes a ticket after its commit and waits until a sync that began after that has ended. One
 * waiter leads and syncs, the others share what it did. With a database whose commit is durable the
 * sync does nothing.
 *
 * <p>The lock guards the two counters below; it is never held during a sync.
 */
final class DurabilityBarrier {
    /** Brings every finished commit to disk. */
    interface Sync {
        void run();
    }

    private final Sync sync;
    private final AtomicLong committed = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long durable;
    private volatile List<Range> lost = List.of();
    private long failedUpTo;
    private boolean leading;

    /** Tickets after one, up to another. */
    private record Range(long after, long upTo) {
        boolean holds(long ticket) {
            return ticket > after && ticket <= upTo;
        }
    }

    DurabilityBarrier(Sync sync) {
        this.sync = sync;
    }

    /** Call right after a commit. */
    long ticket() {
        return committed.incrementAndGet();
    }

    /** Whether the commit with this ticket is on disk. */
    boolean passed(long ticket) {
        return durable >= ticket && !lost(ticket);
    }

    private boolean lost(long ticket) {
        return lost.stream().anyMatch(range -> range.holds(ticket));
    }

    /**
     * What has been committed and not synced is gone, whatever later syncs do: the database was
     * closed under us and opened again from the disk.
     */
    void lose() {
        lock.lock();
        try {
            long upTo = committed.get();
            if (upTo > durable) {
                var all = new ArrayList<>(lost);
                all.add(new Range(durable, upTo));
                lost = List.copyOf(all);
                failedUpTo = Math.max(failedUpTo, upTo);
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when the commit with this ticket is on disk.
     *
     * @throws Refused UNAVAILABLE if the sync failed; the commit may or may not survive a crash
     */
    void await(long ticket) {
        if (passed(ticket)) {
            return;
        }
        lock.lock();
        try {
            while (!passed(ticket)) {
                if (failedUpTo >= ticket) {
                    throw new Refused(
                            Refused.Reason.UNAVAILABLE, "Storage failed; nothing is kept");
                }
                if (leading) {
                    moved.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead() {
        leading = true;
        long target = committed.get();
        boolean done = false;
        lock.unlock();
        try {
            sync.run();
            done = true;
        } finally {
            lock.lock();
            leading = false;
            if (done) {
                durable = Math.max(durable, target);
            } else {
                failedUpTo = Math.max(failedUpTo, target);
            }
            moved.signalAll();
        }
    }
}
