package org.mailroom.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the client sends, with every amount bounded by the caller. Before it waits it flushes the
 * connection's {@link Output}; while it waits it holds no buffer. For the serving thread only.
 *
 * <p>All methods throw {@link ConnectionClosed} at the end of the stream and {@link ReadTimeout}
 * after {@link Connection#readTimeout}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Input {
    Input() {}

    /** An input over fixed bytes, for tests of parsers; it ends with {@link ConnectionClosed}. */
    public static Input of(byte[] bytes) {
        return new Input();
    }

    /**
     * The line that begins a command.
     *
     * @param maxBytes without the line's end
     * @throws Draining if the server is shutting down and nothing of this line has been taken
     * @throws OverlongInput if even the end of the line is nowhere near
     */
    public Line readCommand(int maxBytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * A further line of a command: after a literal, an answer to a challenge. Not cut short by
     * shutdown.
     *
     * @param maxBytes without the line's end
     * @throws OverlongInput if even the end of the line is nowhere near
     */
    public Line readLine(int maxBytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads what there is, at least one byte, at most {@code length}. */
    public int read(byte[] into, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads exactly {@code length} bytes; each stretch of silence is bounded, not the whole. */
    public void readFully(byte[] into, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads and forgets {@code count} bytes. */
    public void skip(long count) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * The next {@code length} bytes as a stream, for literals: ends after them, reads nothing past
     * them. Closing it does not skip what is left.
     */
    public InputStream stream(long length) {
        throw new UnsupportedOperationException();
    }

    /**
     * Everything buffered, after waiting for at least one byte: to look for an end within the
     * stream, as of DATA, without copying. Valid until the next call; take bytes with {@link
     * #consume}.
     */
    public ByteBuffer peek() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Takes the first {@code count} bytes of what {@link #peek} showed. */
    public void consume(int count) {
        throw new UnsupportedOperationException();
    }

    /** Bytes that can be read without waiting: what the client has pipelined. */
    public int buffered() {
        throw new UnsupportedOperationException();
    }
}
