package org.mailroom.transport.net;

import org.mailroom.transport.tls.ServerTls;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The entrance of this module: opens ports and holds what they share, which is the limits on
 * connections and the thread that watches idle sockets. One for the whole server. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Transport implements AutoCloseable {
    /**
     * @param tls empty if there is none; then only plain listeners can be opened
     */
    public Transport(TransportLimits limits, Optional<ServerTls> tls) {}

    /**
     * Opens a port and begins to serve.
     *
     * @throws IOException if the port cannot be had; the message names listener and address
     */
    public Listener listen(ListenerSettings settings, ConnectionHandler handler)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Connections being served over all listeners. */
    public int connections() {
        throw new UnsupportedOperationException();
    }

    /**
     * Drains all listeners together. {@link Listener#drain}.
     *
     * @return how many connections were cut off
     */
    public int drain(Duration patience) {
        throw new UnsupportedOperationException();
    }

    /** Closes all listeners and connections at once. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
