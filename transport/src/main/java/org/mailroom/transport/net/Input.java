package org.mailroom.transport.net;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the client sends, with every amount bounded by the caller. Before it waits it flushes the
 * connection's {@link Output}; while it waits it holds no buffer. For the serving thread only.
 *
 * <p>All methods throw {@link ConnectionClosed} at the end of the stream and {@link ReadTimeout}
 * after {@link Connection#readTimeout}.
 */
@SuppressWarnings("ByteBufferBackingArray") // Buffers lends whole arrays from their beginning.
public final class Input {
    private static final byte[] NO_BYTES = {};

    private final @Nullable Wire wire;
    private final Buffers buffers;
    private final @Nullable Output output;
    private final int maxDiscard;
    private ByteStream stream;
    private long timeoutNanos;

    /** What has been read and not taken, from position to limit; null if nothing. */
    private @Nullable ByteBuffer buffer;

    Input(Wire wire, ByteStream stream, Buffers buffers, Output output, TransportLimits limits) {
        this.wire = wire;
        this.stream = stream;
        this.buffers = buffers;
        this.output = output;
        this.maxDiscard = limits.maxDiscardBytes();
        this.timeoutNanos = limits.readTimeout().toNanos();
    }

    private Input(byte[] bytes) {
        this.wire = null;
        this.stream = new FixedStream(bytes);
        this.buffers = new Buffers();
        this.output = null;
        this.maxDiscard = TransportLimits.defaults().maxDiscardBytes();
    }

    /** An input over fixed bytes, for tests of parsers; it ends with {@link ConnectionClosed}. */
    public static Input of(byte[] bytes) {
        return new Input(bytes);
    }

    void timeoutNanos(long nanos) {
        this.timeoutNanos = nanos;
    }

    /** From now on reads from {@code next}; what was buffered is forgotten. */
    void restart(ByteStream next) {
        release();
        this.stream = next;
    }

    /**
     * The line that begins a command.
     *
     * @param maxBytes without the line's end
     * @throws Draining if the server is shutting down and nothing of this line has been taken
     * @throws OverlongInput if even the end of the line is nowhere near
     */
    public Line readCommand(int maxBytes) throws IOException {
        if (wire != null && wire.draining()) throw new Draining("shutting down");
        return line(maxBytes, Wire.DRAIN);
    }

    /**
     * A further line of a command: after a literal, an answer to a challenge. Not cut short by
     * shutdown.
     *
     * @param maxBytes without the line's end
     * @throws OverlongInput if even the end of the line is nowhere near
     */
    public Line readLine(int maxBytes) throws IOException {
        return line(maxBytes, 0);
    }

    /** The whole line must come within the timeout, so that no one holds us byte by byte. */
    private Line line(int maxBytes, int heedAtFirst) throws IOException {
        long deadline = System.nanoTime() + timeoutNanos;
        ByteBuffer from = filled(deadline, heedAtFirst);
        int start = from.position();
        int end = indexOfLf(from, start);
        if (end >= 0 && end - start <= maxBytes) {
            from.position(end + 1);
            return finished(Arrays.copyOfRange(from.array(), start, end));
        }
        LineCollector collector = new LineCollector(maxBytes);
        while (true) {
            int stop = end < 0 ? from.limit() : end;
            collector.add(from.array(), start, stop);
            if (end >= 0) {
                from.position(end + 1);
                return collector.finish();
            }
            from.position(stop);
            if (collector.total > (long) maxBytes + maxDiscard) {
                throw new OverlongInput("a line of more than " + collector.total + " bytes");
            }
            from = filled(deadline, 0);
            start = from.position();
            end = indexOfLf(from, start);
        }
    }

    private static int indexOfLf(ByteBuffer in, int start) {
        byte[] array = in.array();
        for (int i = start, limit = in.limit(); i < limit; i++) if (array[i] == '\n') return i;
        return -1;
    }

    /** A line in one piece; {@code bytes} ends before its LF. */
    private static Line finished(byte[] bytes) {
        int length = bytes.length;
        boolean crlf = length > 0 && bytes[length - 1] == '\r';
        byte[] content = crlf ? Arrays.copyOf(bytes, length - 1) : bytes;
        return new Line(content, crlf ? Line.Ending.CRLF : Line.Ending.BARE_LF, hasCr(content));
    }

    private static boolean hasCr(byte[] bytes) {
        for (byte b : bytes) if (b == '\r') return true;
        return false;
    }

    /** Gathers a line that came in pieces, or is too long to be kept. */
    private static final class LineCollector {
        private final int max;
        private byte[] kept = NO_BYTES;
        private long total;
        private boolean bareCr;
        private boolean lastWasCr;

        LineCollector(int max) {
            this.max = max;
        }

        void add(byte[] array, int start, int stop) {
            for (int i = start; i < stop; i++) {
                if (lastWasCr) bareCr = true;
                lastWasCr = array[i] == '\r';
            }
            // One more than allowed, as the last may be the CR of the end.
            int room = (int) Math.min(stop - start, Math.max(0, max + 1L - total));
            if (room > 0) {
                int before = (int) total;
                if (kept.length < before + room) {
                    long doubled = Math.max(before + room, 2L * kept.length);
                    kept = Arrays.copyOf(kept, (int) Math.min(doubled, max + 1L));
                }
                System.arraycopy(array, start, kept, before, room);
            }
            total += stop - start;
        }

        Line finish() {
            long length = lastWasCr ? total - 1 : total;
            if (length > max) {
                return new Line(Arrays.copyOf(kept, max), Line.Ending.TOO_LONG, bareCr);
            }
            Line.Ending ending = lastWasCr ? Line.Ending.CRLF : Line.Ending.BARE_LF;
            return new Line(Arrays.copyOf(kept, (int) length), ending, bareCr);
        }
    }

    /** Reads what there is, at least one byte, at most {@code length}. */
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        ByteBuffer from = filled(System.nanoTime() + timeoutNanos, 0);
        int count = Math.min(length, from.remaining());
        from.get(into, offset, count);
        return count;
    }

    /** Reads exactly {@code length} bytes; each stretch of silence is bounded, not the whole. */
    public void readFully(byte[] into, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) done += read(into, offset + done, length - done);
    }

    /** Reads and forgets {@code count} bytes. */
    public void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            int step = (int) Math.min(left, peek().remaining());
            consume(step);
            left -= step;
        }
    }

    /**
     * The next {@code length} bytes as a stream, for literals: ends after them, reads nothing past
     * them. Closing it does not skip what is left.
     */
    public InputStream stream(long length) {
        return new Bounded(length);
    }

    /**
     * Everything buffered, after waiting for at least one byte: to look for an end within the
     * stream, as of DATA, without copying. Backed by an array, not to be changed. Valid until the
     * next call; take bytes with {@link #consume}.
     */
    public ByteBuffer peek() throws IOException {
        return filled(System.nanoTime() + timeoutNanos, 0).slice();
    }

    /** Takes the first {@code count} bytes of what {@link #peek} showed. */
    public void consume(int count) {
        if (count == 0) return;
        ByteBuffer from = buffer;
        if (from == null || count < 0 || count > from.remaining()) {
            throw new IllegalArgumentException("consume " + count + " of " + buffered());
        }
        from.position(from.position() + count);
    }

    /** Bytes that can be read without waiting: what the client has pipelined. */
    public int buffered() {
        return buffer == null ? 0 : buffer.remaining();
    }

    /** The buffer with something in it. */
    private ByteBuffer filled(long deadline, int heed) throws IOException {
        ByteBuffer full = buffer;
        if (full != null && full.hasRemaining()) return full;
        switch (await(deadline, heed)) {
            case INPUT -> {}
            case DRAINING -> throw new Draining("shutting down");
            case TIMEOUT -> throw new ReadTimeout("nothing came in time");
            case CLOSED, WOKEN -> throw new ConnectionClosed("the client left");
        }
        return Objects.requireNonNull(buffer);
    }

    /** Waits until something is buffered, or for what {@code heed} names. */
    Wait await(long deadline, int heed) throws IOException {
        while (true) {
            if (buffered() > 0) return Wait.INPUT;
            ByteBuffer into = buffer == null ? buffers.take() : buffer.clear();
            buffer = null;
            int count = receive(into);
            if (count > 0) {
                buffer = into.flip();
                return Wait.INPUT;
            }
            buffers.give(into);
            if (count < 0 || wire == null) return Wait.CLOSED;
            if (output != null) output.flush();
            Wait ended = wire.await(SelectionKey.OP_READ, deadline, heed);
            if (ended != Wait.INPUT) return ended;
        }
    }

    private int receive(ByteBuffer into) throws IOException {
        try {
            return stream.read(into);
        } catch (IOException e) {
            buffers.give(into);
            throw e;
        }
    }

    /** Reads and forgets until the client has closed too, so that it gets to see our last words. */
    void discardUntilEnd(long deadline, long maxBytes) throws IOException {
        for (long total = 0; total < maxBytes; ) {
            if (await(deadline, 0) != Wait.INPUT) return;
            total += buffered();
            release();
        }
    }

    /** Gives the buffer back and forgets what is in it. */
    void release() {
        ByteBuffer held = buffer;
        buffer = null;
        if (held != null) buffers.give(held);
    }

    private final class Bounded extends InputStream {
        private long left;

        Bounded(long length) {
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) return 0;
            if (left == 0) return -1;
            int count = Input.this.read(into, offset, (int) Math.min(length, left));
            left -= count;
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(left, buffered());
        }

        @Override
        public void skipNBytes(long count) throws IOException {
            if (count <= 0) return;
            if (count > left) throw new EOFException();
            Input.this.skip(count);
            left -= count;
        }
    }
}
