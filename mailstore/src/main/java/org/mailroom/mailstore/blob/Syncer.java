package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that syncs segments: whoever waits for the same sync shares it. A thread of its own,
 * because an interrupt would close the file under the sync and hide whether it succeeded, and
 * threads that carry requests do get interrupted.
 */
final class Syncer {
    private final LinkedBlockingQueue<Optional<Segment>> wanted = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("blob-sync").daemon().unstarted(this::run);

    private volatile boolean ended;

    void start() {
        thread.start();
    }

    /** The segment sees to it that it is not in the queue twice. */
    void add(Segment segment) {
        wanted.add(Optional.of(segment));
        if (ended) failRest();
    }

    /** Syncs what is wanted by now and ends. */
    void close() {
        wanted.add(Optional.empty());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        while (!ended) {
            try {
                Optional<Segment> next = wanted.take();
                next.ifPresentOrElse(Segment::sync, () -> ended = true);
            } catch (InterruptedException e) {
                // Nobody has a reason to; those who wait for a sync need it all the same.
                continue;
            }
        }
        failRest();
    }

    // Whoever comes after the end must not wait for ever.
    private void failRest() {
        for (Optional<Segment> next = wanted.poll(); next != null; next = wanted.poll()) {
            next.ifPresent(segment -> segment.fail(new IOException("blob store closed")));
        }
    }
}
