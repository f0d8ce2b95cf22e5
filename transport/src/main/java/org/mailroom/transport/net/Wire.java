package org.mailroom.transport.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A non-blocking socket and the one place where its virtual thread waits: for readiness, a wake-up,
 * draining, the end of the connection or a deadline, whichever comes first.
 *
 * <p>Signals are bits that other threads set before they unpark the waiter; the waiter looks at
 * them before it parks, so none is lost.
 */
final class Wire {
    static final int WOKEN = 1;
    static final int DRAIN = 2;
    private static final int READY = 4;
    private static final int CLOSED = 8;

    private final SocketChannel channel;
    private final Poller poller;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile @Nullable Thread waiter;

    /** Made when first needed; serving thread only. */
    private @Nullable SelectionKey key;

    /** {@code channel} is in non-blocking mode. */
    Wire(SocketChannel channel, Poller poller) {
        this.channel = channel;
        this.poller = poller;
    }

    static long deadline(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    /** Reads what there is: 0 if nothing yet, -1 at the end. */
    int read(ByteBuffer into) throws IOException {
        try {
            return channel.read(into);
        } catch (IOException e) {
            throw closed(e);
        }
    }

    /** Writes all, waiting for the client to take it. */
    void write(ByteBuffer from, long deadline) throws IOException {
        while (true) {
            writeSome(from);
            if (!from.hasRemaining()) return;
            switch (await(SelectionKey.OP_WRITE, deadline, 0)) {
                case INPUT -> {}
                case TIMEOUT -> {
                    close();
                    throw new WriteTimeout("the client does not read");
                }
                default -> throw new ConnectionClosed("closed while writing");
            }
        }
    }

    /** Writes what the socket takes now. */
    void writeSome(ByteBuffer from) throws IOException {
        try {
            channel.write(from);
        } catch (IOException e) {
            throw closed(e);
        }
    }

    private static ConnectionClosed closed(IOException cause) {
        ConnectionClosed closed = new ConnectionClosed(String.valueOf(cause.getMessage()));
        closed.initCause(cause);
        return closed;
    }

    /**
     * Waits until the socket is ready for {@code operation} ({@link Wait#INPUT}) or something else
     * happens. May return {@code INPUT} although it is not ready; the caller then tries in vain and
     * comes back.
     *
     * @param heed the signals to return for, of {@link #WOKEN} and {@link #DRAIN}
     */
    Wait await(int operation, long deadline, int heed) {
        signals.getAndUpdate(s -> s & ~READY);
        waiter = Thread.currentThread();
        try {
            // The poller clears the interest before it sets READY. So if its clearing of an earlier
            // event overtakes this line, READY is set after it and ends the wait.
            if (!watch(operation)) return Wait.CLOSED;
            while (true) {
                int now = signals.get();
                if ((now & CLOSED) != 0) return Wait.CLOSED;
                if ((now & heed & DRAIN) != 0) return Wait.DRAINING;
                if ((now & READY) != 0) return Wait.INPUT;
                if ((now & heed & WOKEN) != 0) {
                    signals.getAndUpdate(s -> s & ~WOKEN);
                    return Wait.WOKEN;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) return Wait.TIMEOUT;
                if (Thread.currentThread().isInterrupted()) {
                    close();
                    return Wait.CLOSED;
                }
                LockSupport.parkNanos(left);
            }
        } finally {
            waiter = null;
        }
    }

    private boolean watch(int operation) {
        try {
            if (key == null) key = poller.register(channel, this);
            key.interestOps(operation);
            poller.wakeup();
            return true;
        } catch (CancelledKeyException | ClosedSelectorException | IOException e) {
            return false;
        }
    }

    /** The socket is ready for what was asked; from the poller. */
    void ready() {
        signal(READY);
    }

    void wake() {
        signal(WOKEN);
    }

    void drain() {
        signal(DRAIN);
    }

    boolean draining() {
        return (signals.get() & DRAIN) != 0;
    }

    boolean isClosed() {
        return (signals.get() & CLOSED) != 0;
    }

    private void signal(int bit) {
        signals.getAndUpdate(s -> s | bit);
        Thread thread = waiter;
        if (thread != null) LockSupport.unpark(thread);
    }

    /** Tells the client that nothing more will come. */
    void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (ClosedChannelException e) {
            throw closed(e);
        }
    }

    /** Closes at once. From any thread, any number of times. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
        signal(CLOSED);
        // A registered channel gives up its descriptor only when the selector looks.
        poller.wakeup();
    }
}
