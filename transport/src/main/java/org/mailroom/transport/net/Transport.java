package org.mailroom.transport.net;

import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.tls.ServerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The entrance of this module: opens ports and holds what they share, which is the limits on
 * connections and the thread that watches idle sockets. One for the whole server. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transport.class);

    /** Connections that the kernel holds for us before we accept them. */
    private static final int BACKLOG = 1024;

    private final TransportLimits limits;
    private final Optional<ServerTls> tls;
    private final ConnectionLimits connectionLimits;
    private final Poller poller = new Poller();
    private final Buffers buffers = new Buffers();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param tls empty if there is none; then only plain listeners can be opened
     */
    public Transport(TransportLimits limits, Optional<ServerTls> tls) {
        this.limits = limits;
        this.tls = tls;
        this.connectionLimits = new ConnectionLimits(limits);
    }

    /**
     * Opens a port and begins to serve.
     *
     * @throws IOException if the port cannot be had; the message names listener and address
     */
    public Listener listen(ListenerSettings settings, ConnectionHandler handler)
            throws IOException {
        if (settings.security() != Security.PLAIN && tls.isEmpty()) {
            throw new IllegalArgumentException(settings.name() + ": TLS without a certificate");
        }
        ServerSocketChannel server = bind(settings);
        Listener listener =
                new Listener(
                        new Connection.Context(settings, tls, limits, buffers),
                        handler,
                        connectionLimits,
                        poller,
                        server);
        listeners.add(listener);
        listener.start();
        log.info("{}: listening on {}", settings.name(), listener.address());
        return listener;
    }

    private static ServerSocketChannel bind(ListenerSettings settings) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(settings.address(), settings.port()), BACKLOG);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            String where = settings.address() + ":" + settings.port();
            throw new IOException(
                    settings.name() + ": cannot listen on " + where + ": " + e.getMessage(), e);
        }
    }

    /** Connections being served over all listeners. */
    public int connections() {
        return connectionLimits.total();
    }

    /**
     * Drains all listeners together. {@link Listener#drain}.
     *
     * @return how many connections were cut off
     */
    public int drain(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        listeners.forEach(Listener::startDrain);
        return listeners.stream().mapToInt(listener -> listener.awaitEmpty(deadline)).sum();
    }

    /** Closes all listeners and connections at once. */
    @Override
    public void close() {
        listeners.forEach(Listener::close);
        poller.close();
    }
}
