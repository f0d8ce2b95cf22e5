package org.mailroom.transport.net;

import org.jspecify.annotations.Nullable;
import org.mailroom.transport.tls.ServerTls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A client's connection. Served by one virtual thread, to which input, output and {@link #startTls}
 * belong; {@link #wake()}, {@link #close()} and the questions may come from any thread.
 */
public final class Connection {
    /** What a client may still send, and for how long, after we have said our last words. */
    private static final long LINGER_BYTES = 1 << 20;

    private static final Duration LINGER = Duration.ofSeconds(1);

    /** What all connections of a listener share. */
    record Context(
            ListenerSettings settings,
            Optional<ServerTls> tls,
            TransportLimits limits,
            Buffers buffers) {}

    private final Context context;
    private final String id;
    private final Wire wire;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final Input input;
    private final Output output;
    private ByteStream stream;
    private volatile @Nullable TlsInfo tls;

    Connection(
            Context context,
            String id,
            Wire wire,
            InetSocketAddress remote,
            InetSocketAddress local) {
        this.context = context;
        this.id = id;
        this.wire = wire;
        this.remote = remote;
        this.local = local;
        this.stream = new PlainStream(wire);
        this.output = new Output(stream, context.buffers(), context.limits());
        this.input = new Input(wire, stream, context.buffers(), output, context.limits());
    }

    /** For logs: the listener's name and a number, as {@code imap-1f}. */
    public String id() {
        return id;
    }

    /** The name of the listener. */
    public String listener() {
        return context.settings().name();
    }

    /** The client, as the proxy told if there is one. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** The address the client connected to, as the proxy told if there is one. */
    public InetSocketAddress local() {
        return local;
    }

    public Input input() {
        return input;
    }

    public Output output() {
        return output;
    }

    /** Whether TLS is up. */
    public boolean secure() {
        return tls != null;
    }

    /** What is known of the TLS; empty while there is none. */
    public Optional<TlsInfo> tls() {
        return Optional.ofNullable(tls);
    }

    /** Whether STARTTLS can be offered now. */
    public boolean startTlsAvailable() {
        return context.settings().security() == ListenerSettings.Security.STARTTLS
                && context.tls().isPresent()
                && !secure();
    }

    /**
     * Flushes the output (the answer to STARTTLS), forgets all input buffered so far, and shakes
     * hands. RFC 3207 §6, RFC 9051 §6.2.1.
     *
     * @throws IOException if the handshake fails; the connection is closed
     */
    public void startTls() throws IOException {
        if (secure()) throw new IllegalStateException("TLS is up already");
        output.flush();
        // What a man in the middle put behind STARTTLS must not be taken for the client's words.
        input.release();
        handshake();
    }

    void handshake() throws IOException {
        TlsStream secured =
                new TlsStream(wire, context.buffers(), context.tls().orElseThrow().engine());
        try {
            secured.handshake(Wire.deadline(context.limits().handshakeTimeout()));
        } catch (IOException e) {
            close();
            throw e;
        }
        tls = secured.info();
        stream = secured;
        input.restart(secured);
        output.restart(secured);
    }

    /** How long {@link Input} waits from now on. */
    public void readTimeout(Duration timeout) {
        input.timeoutNanos(timeout.toNanos());
    }

    /**
     * Flushes the output and waits for whatever comes first. Costs no buffer and no further thread.
     * A {@link #wake()} that came before the call counts; draining goes before input, input before
     * a wake.
     */
    public Wait awaitInput(Duration timeout) throws IOException {
        output.flush();
        if (wire.draining()) return Wait.DRAINING;
        return input.await(Wire.deadline(timeout), Wire.WOKEN | Wire.DRAIN);
    }

    /**
     * Makes {@link #awaitInput} return {@link Wait#WOKEN}, now or when it is next called. Never
     * blocks; several before one return count once.
     */
    public void wake() {
        wire.wake();
    }

    /** Whether the server is shutting down: finish the command, say good-bye. */
    public boolean draining() {
        return wire.draining();
    }

    void drain() {
        wire.drain();
    }

    /** Closes at once, without flushing; whoever reads or writes gets {@link ConnectionClosed}. */
    public void close() {
        wire.close();
    }

    /**
     * The orderly end: sends what is left and waits shortly for the client to close as well.
     * Closing over unread input would make the network throw away our last words.
     */
    void finish() {
        try {
            if (wire.isClosed()) return;
            output.flush();
            stream.end();
            wire.shutdownOutput();
            // What comes now is not looked at, so it need not be decrypted.
            input.restart(new PlainStream(wire));
            input.discardUntilEnd(Wire.deadline(LINGER), LINGER_BYTES);
        } catch (IOException e) {
            // The client left first.
        } finally {
            release();
        }
    }

    /** Closes and gives back the buffers; from the serving thread. */
    void release() {
        close();
        input.release();
        output.release();
    }

    @Override
    public String toString() {
        return id;
    }
}
