package org.mailroom.transport.net;

import java.net.InetSocketAddress;
import java.time.Duration;

/** One open port. Made by {@link Transport#listen}. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class Listener implements AutoCloseable {
    Listener() {}

    public String name() {
        throw new UnsupportedOperationException();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** The port, also when a free one was asked for. */
    public int port() {
        return address().getPort();
    }

    /** Connections being served. */
    public int connections() {
        throw new UnsupportedOperationException();
    }

    /**
     * Accepts no more, tells every connection that it is {@linkplain Connection#draining()
     * draining}, and waits until all are done; cuts off what is left after {@code patience}.
     *
     * @return how many were cut off
     */
    public int drain(Duration patience) {
        throw new UnsupportedOperationException();
    }

    /** Closes the port and all connections at once. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
