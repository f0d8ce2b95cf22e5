package org.mailroom.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds a piece of work in time: every connection opened under it is closed when it passes or when
 * the work ends, so a server that stops answering fails a run instead of hanging it. A read with a
 * timeout of its own would cost two more system calls for each reply.
 */
public final class Deadline implements Closeable {
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final Duration limit;
    private final Thread timer;
    private volatile boolean passed;

    public Deadline(Duration limit) {
        this.limit = limit;
        this.timer = Thread.ofVirtual().name("deadline").start(this::await);
    }

    private void await() {
        try {
            Thread.sleep(limit);
        } catch (InterruptedException ended) {
            return;
        }
        passed = true;
        closeAll();
    }

    void add(Wire wire) {
        wires.add(wire);
    }

    void remove(Wire wire) {
        wires.remove(wire);
    }

    /** Names the deadline as the cause of a connection it has closed. */
    IOException explain(IOException failure) {
        return passed ? new IOException("no answer within " + limit.toSeconds() + " s") : failure;
    }

    private void closeAll() {
        wires.forEach(
                wire -> {
                    try {
                        wire.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public void close() {
        timer.interrupt();
        closeAll();
    }
}
