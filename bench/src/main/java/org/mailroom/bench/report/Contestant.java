package org.mailroom.bench.report;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.peer.Peer;
import org.mailroom.bench.scenario.Scenario;
import org.mailroom.bench.scenario.Target;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A server during a run: one that we start and start again, or one that runs already. */
final class Contestant implements Closeable {
    private final @Nullable Peer peer;
    private @Nullable Target target;
    private @Nullable Scenario last;

    private Contestant(@Nullable Peer peer, @Nullable Target target) {
        this.peer = peer;
        this.target = target;
    }

    static Contestant of(Peer peer) {
        // An interrupted run leaves no server and no data behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(peer)));
        return new Contestant(peer, null);
    }

    private static void end(Peer peer) {
        try {
            peer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Contestant running(Target target) {
        return new Contestant(null, target);
    }

    String name() {
        return peer != null ? peer.name() : target().name();
    }

    Target target() {
        if (target == null) {
            throw new IllegalStateException("not started");
        }
        return target;
    }

    /** Starts the server if the scenario needs another than the one that runs, if any. */
    void renew(Scenario scenario) throws IOException {
        if (peer == null) {
            return;
        }
        boolean another = last != null && !last.equals(scenario);
        boolean wasFresh = last != null && last.wantsFreshServer();
        boolean stale = another && (peer.inMemory() || wasFresh);
        if (target == null || stale || scenario.wantsFreshServer()) {
            peer.close();
            target = null;
            target = peer.start();
        }
        last = scenario;
    }

    @Override
    public void close() throws IOException {
        if (peer != null) {
            peer.close();
            target = null;
        }
    }
}
