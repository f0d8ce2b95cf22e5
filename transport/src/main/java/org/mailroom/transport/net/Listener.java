package org.mailroom.transport.net;

import org.mailroom.transport.address.Network;
import org.mailroom.transport.net.ConnectionHandler.Refusal;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One open port. Made by {@link Transport#listen}. Thread-safe. */
public final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(100);

    private final Connection.Context context;
    private final ConnectionHandler handler;
    private final ConnectionLimits limits;
    private final Poller poller;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final List<Network> proxies;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;
    private long lastNumber;

    /** Guards nothing but the waiting of {@link #awaitEmpty}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition oneLess = lock.newCondition();

    /** {@code server} is bound. */
    Listener(
            Connection.Context context,
            ConnectionHandler handler,
            ConnectionLimits limits,
            Poller poller,
            ServerSocketChannel server)
            throws IOException {
        this.context = context;
        this.handler = handler;
        this.limits = limits;
        this.poller = poller;
        this.server = server;
        this.address = (InetSocketAddress) server.getLocalAddress();
        this.proxies = Network.parseAll(context.settings().proxyNetworks());
    }

    void start() {
        Thread.ofVirtual().name(name() + "-accept").start(this::acceptAll);
    }

    public String name() {
        return context.settings().name();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The port, also when a free one was asked for. */
    public int port() {
        return address.getPort();
    }

    /** Connections being served. */
    public int connections() {
        return connections.size();
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                accept(server.accept());
            } catch (IOException e) {
                if (server.isOpen()) acceptFailed(e);
            } catch (RuntimeException e) {
                log.error("{}: accepting", name(), e);
            }
        }
    }

    /** Out of descriptors, most likely: wait for some to come back rather than spin. */
    private void acceptFailed(IOException e) {
        log.warn("{}: cannot accept: {}", name(), e.getMessage());
        try {
            Thread.sleep(AFTER_FAILED_ACCEPT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            channel.close();
            return;
        }
        if (!limits.enter()) {
            log.warn("{}: too many connections, turned away", name());
            refuse(channel, Refusal.TOO_MANY_CONNECTIONS);
            return;
        }
        String id = name() + "-" + Long.toString(++lastNumber, Character.MAX_RADIX);
        Thread.ofVirtual().name(id).start(() -> enter(channel, id));
    }

    /** From the door to the handler and back; on the connection's own thread. */
    private void enter(SocketChannel channel, String id) {
        Wire wire = new Wire(channel, poller);
        try {
            ProxyHeader ends = ends(channel, wire);
            InetAddress client = ends.remote().getAddress();
            if (!limits.enter(client)) {
                log.warn("{}: too many connections from {}", id, client.getHostAddress());
                refuse(channel, Refusal.TOO_MANY_FROM_ADDRESS);
                return;
            }
            try {
                serve(new Connection(context, id, wire, ends.remote(), ends.local()));
            } finally {
                limits.leave(client);
            }
        } catch (IOException e) {
            log.info("{}: {}", id, e.getMessage());
        } finally {
            wire.close();
            limits.leave();
        }
    }

    private ProxyHeader ends(SocketChannel channel, Wire wire) throws IOException {
        ProxyHeader own =
                new ProxyHeader(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        (InetSocketAddress) channel.getLocalAddress());
        if (!Network.anyContains(proxies, own.remote().getAddress())) return own;
        return ProxyHeader.read(wire, own, Wire.deadline(context.limits().handshakeTimeout()));
    }

    private void serve(Connection connection) {
        connections.add(connection);
        // Looked at after adding, as draining is set before the connections are gone through.
        if (draining) connection.drain();
        try {
            if (context.settings().security() == Security.TLS) connection.handshake();
            log.debug("{}: from {}", connection, connection.remote());
            handler.serve(connection);
            connection.finish();
        } catch (IOException e) {
            log.debug("{}: ended: {}", connection, e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("{}: ended by a fault", connection, e);
        } finally {
            connection.release();
            connections.remove(connection);
            left();
        }
    }

    /** One write, as far as the socket takes it: someone turned away costs us nothing more. */
    private void refuse(SocketChannel channel, Refusal reason) {
        try (channel) {
            String line = handler.refusal(reason);
            if (context.settings().security() == Security.TLS || line.isEmpty()) return;
            channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // The client left first.
        }
    }

    /**
     * Accepts no more, tells every connection that it is {@linkplain Connection#draining()
     * draining}, and waits until all are done; cuts off what is left after {@code patience}.
     *
     * @return how many were cut off
     */
    public int drain(Duration patience) {
        startDrain();
        return awaitEmpty(System.nanoTime() + patience.toNanos());
    }

    void startDrain() {
        closePort();
        draining = true;
        connections.forEach(Connection::drain);
    }

    /** Waits until no connection is left, at the deadline cuts off those that are. */
    int awaitEmpty(long deadline) {
        lock.lock();
        try {
            while (!connections.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) break;
                // The bound is for a connection that was on its way in when draining began.
                oneLess.await(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        int cut = connections.size();
        if (cut > 0) log.warn("{}: {} connections cut off", name(), cut);
        connections.forEach(Connection::close);
        return cut;
    }

    private void left() {
        if (!draining) return;
        lock.lock();
        try {
            oneLess.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void closePort() {
        try {
            server.close();
        } catch (IOException e) {
            log.warn("{}: closing the port: {}", name(), e.getMessage());
        }
    }

    /** Closes the port and all connections at once. */
    @Override
    public void close() {
        startDrain();
        connections.forEach(Connection::close);
    }
}
