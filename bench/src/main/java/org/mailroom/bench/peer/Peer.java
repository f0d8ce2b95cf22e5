package org.mailroom.bench.peer;

import org.mailroom.bench.scenario.Target;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** A server that the bench can start. */
public interface Peer extends Closeable {
    int USERS = 50;
    String DOMAIN = "bench.test";
    String PASSWORD = "bench-4711";

    String name();

    /** Starts with empty mailboxes and returns when it answers. */
    Target start() throws IOException;

    /** Stops and removes the data. Does nothing when not started. */
    @Override
    void close() throws IOException;

    /** Versions and settings worth reporting; asked while it runs. */
    Map<String, String> settings() throws IOException;

    /** Whether all mail is held in memory, so that each scenario had better begin anew. */
    default boolean inMemory() {
        return false;
    }
}
