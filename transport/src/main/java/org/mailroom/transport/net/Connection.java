package org.mailroom.transport.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A client's connection. Served by one virtual thread, to which input, output and {@link #startTls}
 * belong; {@link #wake()}, {@link #close()} and the questions may come from any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Connection {
    Connection() {}

    /** For logs: the listener's name and a number, as {@code imap-1f}. */
    public String id() {
        throw new UnsupportedOperationException();
    }

    /** The name of the listener. */
    public String listener() {
        throw new UnsupportedOperationException();
    }

    /** The client, as the proxy told if there is one. */
    public InetSocketAddress remote() {
        throw new UnsupportedOperationException();
    }

    /** The address the client connected to, as the proxy told if there is one. */
    public InetSocketAddress local() {
        throw new UnsupportedOperationException();
    }

    public Input input() {
        throw new UnsupportedOperationException();
    }

    public Output output() {
        throw new UnsupportedOperationException();
    }

    /** Whether TLS is up. */
    public boolean secure() {
        return tls().isPresent();
    }

    /** What is known of the TLS; empty while there is none. */
    public Optional<TlsInfo> tls() {
        throw new UnsupportedOperationException();
    }

    /** Whether STARTTLS can be offered now. */
    public boolean startTlsAvailable() {
        throw new UnsupportedOperationException();
    }

    /**
     * Flushes the output (the answer to STARTTLS), forgets all input buffered so far, and shakes
     * hands. RFC 3207 §6, RFC 9051 §6.2.1.
     *
     * @throws IOException if the handshake fails; the connection is closed
     */
    public void startTls() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How long {@link Input} waits from now on. */
    public void readTimeout(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /**
     * Flushes the output and waits for whatever comes first. Costs no buffer and no further thread.
     * A {@link #wake()} that came before the call counts; input goes before a wake.
     */
    public Wait awaitInput(Duration timeout) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes {@link #awaitInput} return {@link Wait#WOKEN}, now or when it is next called. Never
     * blocks; several before one return count once.
     */
    public void wake() {
        throw new UnsupportedOperationException();
    }

    /** Whether the server is shutting down: finish the command, say good-bye. */
    public boolean draining() {
        throw new UnsupportedOperationException();
    }

    /** Closes at once, without flushing; whoever reads or writes gets {@link ConnectionClosed}. */
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return id();
    }
}
