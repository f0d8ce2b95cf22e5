package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One segment file. Writers reserve a place under the lock and write to it outside, side by side; a
 * place is durable once its own write was complete when a sync of the disk began that succeeded.
 *
 * <p>A segment is appended to by the process that made it and by nobody after. A failed sync ends
 * it: the system may have dropped what it could not write, so nothing more goes there, and what was
 * not durable before never will be. The lock is held for no I/O.
 */
final class Segment {
    private final long number;
    private final DiskFile file;

    /**
     * Another handle, for the syncing thread alone, lest an interrupt hides the outcome of a sync.
     */
    private final DiskFile syncing;

    private final Consumer<Segment> wantsSync;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();

    // All guarded by lock.
    private long tail;
    private final TreeSet<Long> writing = new TreeSet<>();
    private boolean appending;
    private long durableTo;
    private long syncsBegun;
    private long syncsDone;
    private boolean syncWanted;
    private @Nullable Throwable failure;
    private long deadBytes;
    private boolean examined;
    private int readers;
    private @Nullable Runnable whenUnread;

    private Segment(
            long number, Path path, Function<Path, DiskFile> files, Consumer<Segment> wantsSync) {
        this.number = number;
        this.file = files.apply(path);
        this.syncing = files.apply(path);
        this.wantsSync = wantsSync;
    }

    /** Makes the file, with a header that is durable as soon as the directory is synced too. */
    static Segment create(
            long number, Path path, Function<Path, DiskFile> files, Consumer<Segment> wantsSync)
            throws IOException {
        Segment segment = new Segment(number, path, files, wantsSync);
        boolean made = false;
        try {
            segment.file.create();
            segment.file.write(ByteBuffer.wrap(Headers.segment(number)), 0);
            segment.syncing.force();
            made = true;
        } finally {
            if (!made) segment.close();
        }
        segment.appending = true;
        segment.tail = Headers.BYTES;
        segment.durableTo = Headers.BYTES;
        return segment;
    }

    /** A segment of an earlier run; synced, because that run may have ended before it was. */
    static Segment existing(
            long number, Path path, Function<Path, DiskFile> files, Consumer<Segment> wantsSync)
            throws IOException {
        Segment segment = new Segment(number, path, files, wantsSync);
        segment.tail = segment.file.size();
        segment.file.rest();
        segment.syncing.force();
        segment.syncing.rest();
        segment.durableTo = segment.tail;
        return segment;
    }

    long number() {
        return number;
    }

    DiskFile file() {
        return file;
    }

    /**
     * A place for {@code bytes}, to be given to {@link #written}; -1 when the segment takes no
     * more, which is for ever. The first record of a segment may be larger than the limit.
     */
    long reserve(long bytes, long limit) {
        lock.lock();
        try {
            if (appending && tail > Headers.BYTES && tail + bytes > limit) stopAppending();
            if (!appending) return -1;
            long start = tail;
            tail += bytes;
            writing.add(start);
            return start;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The write to a reserved place is over. A failed one's place is used again if it is the last.
     */
    void written(long start, long bytes, boolean complete) {
        lock.lock();
        try {
            writing.remove(start);
            if (!complete && tail == start + bytes) tail = start;
            else if (!complete) deadBytes += bytes;
            if (!appending) wantSync();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more records; what it has becomes durable in time. */
    void finish() {
        lock.lock();
        try {
            if (appending) stopAppending();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a sync and returns what {@link #awaitSynced} needs to wait for it. */
    long requestSync(long end) {
        lock.lock();
        try {
            if (durableTo < end) wantSync();
            return syncsBegun + 1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns once everything before {@code end} whose write was complete at {@link #requestSync}
     * is durable.
     */
    void awaitSynced(long end, long turn) throws IOException {
        lock.lock();
        try {
            while (durableTo < end && syncsDone < turn) {
                if (failure != null) throw new IOException("sync failed: " + file.path(), failure);
                synced.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One sync for all who wait; by the syncing thread only. */
    void sync() {
        long turn;
        long complete;
        lock.lock();
        try {
            syncWanted = false;
            if (failure != null) return;
            turn = ++syncsBegun;
            complete = writing.isEmpty() ? tail : writing.first();
        } finally {
            lock.unlock();
        }
        @Nullable Throwable failed = null;
        try {
            syncing.force();
        } catch (IOException | RuntimeException | Error e) {
            failed = e;
        }
        lock.lock();
        try {
            if (failed == null) {
                syncsDone = turn;
                durableTo = Math.max(durableTo, complete);
                if (settled()) syncing.rest();
            } else {
                failure = failed;
                appending = false;
            }
        } catch (IOException e) {
            // Closing the handle failed after the sync succeeded; nothing depends on it.
            appending = false;
        } finally {
            synced.signalAll();
            lock.unlock();
        }
    }

    /** No sync will come any more. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            appending = false;
            synced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing in it will change any more. */
    boolean settled() {
        lock.lock();
        try {
            return !appending && writing.isEmpty() && (durableTo >= tail || failure != null);
        } finally {
            lock.unlock();
        }
    }

    boolean failed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Everything before it has been written, well or not. */
    long complete() {
        lock.lock();
        try {
            return writing.isEmpty() ? tail : writing.first();
        } finally {
            lock.unlock();
        }
    }

    long tail() {
        lock.lock();
        try {
            return tail;
        } finally {
            lock.unlock();
        }
    }

    void addDead(long bytes) {
        lock.lock();
        try {
            deadBytes += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** What compaction found: from now on {@link #addDead} is enough to know. */
    void examined(long dead) {
        lock.lock();
        try {
            examined = true;
            deadBytes = dead;
        } finally {
            lock.unlock();
        }
    }

    /** Whether less than {@code percent} of it is alive, as far as is known. */
    boolean sparse(int percent) {
        lock.lock();
        try {
            return (tail - deadBytes) * 100 < tail * percent;
        } finally {
            lock.unlock();
        }
    }

    boolean worthExamining(int percent) {
        lock.lock();
        try {
            return !examined || failure != null || sparse(percent);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins to read; false when the segment is on its way out. To be followed by {@link #release}.
     */
    boolean acquire() {
        lock.lock();
        try {
            if (whenUnread != null) return false;
            readers++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        @Nullable Runnable action = null;
        lock.lock();
        try {
            if (--readers == 0) action = whenUnread;
        } finally {
            lock.unlock();
        }
        if (action != null) action.run();
    }

    /** Lets in no new reader; runs the action once the present ones are done. */
    void retire(Runnable action) {
        boolean unread;
        lock.lock();
        try {
            if (whenUnread != null) throw new IllegalStateException("retired already");
            whenUnread = action;
            unread = readers == 0;
        } finally {
            lock.unlock();
        }
        if (unread) action.run();
    }

    void close() throws IOException {
        file.close();
        syncing.close();
    }

    private void stopAppending() {
        appending = false;
        wantSync();
    }

    private void wantSync() {
        if (syncWanted || failure != null) return;
        syncWanted = true;
        wantsSync.accept(this);
    }
}
