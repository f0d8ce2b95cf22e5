package org.mailroom.transport.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What goes to the client. Buffered; {@link Input} flushes it before waiting, so that a protocol
 * need not. Holds a buffer only while there is something in it. For the serving thread only.
 *
 * <p>Every method may write to the socket and throws {@link WriteTimeout} if the client does not
 * read. Never call one while holding a lock or a transaction.
 */
public final class Output {
    /** As much as fits one TLS record. RFC 8446 §5.1. */
    private static final int ROOM = 16 * 1024;

    private final Buffers buffers;
    private final long timeoutNanos;
    private ByteStream stream;

    /** What is to be sent, up to the position; null if nothing. */
    private @Nullable ByteBuffer buffer;

    Output(ByteStream stream, Buffers buffers, TransportLimits limits) {
        this.stream = stream;
        this.buffers = buffers;
        this.timeoutNanos = limits.writeTimeout().toNanos();
    }

    /** An output whose bytes end up in a stream, for tests of writers. */
    public static Output into(OutputStream sink) {
        return new Output(new StreamSink(sink), new Buffers(), TransportLimits.defaults());
    }

    /** From now on writes to {@code next}; nothing may be buffered. */
    void restart(ByteStream next) {
        this.stream = next;
    }

    public Output write(byte[] bytes) throws IOException {
        return write(bytes, 0, bytes.length);
    }

    public Output write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (int done = 0; done < length; ) {
            ByteBuffer into = room();
            int count = Math.min(into.remaining(), length - done);
            into.put(bytes, offset + done, count);
            done += count;
        }
        return this;
    }

    public Output write(int oneByte) throws IOException {
        room().put((byte) oneByte);
        return this;
    }

    /** One byte per character; characters past U+00FF become {@code ?}. */
    public Output ascii(CharSequence text) throws IOException {
        int length = text.length();
        for (int i = 0; i < length; ) {
            ByteBuffer into = room();
            for (int stop = Math.min(length, i + into.remaining()); i < stop; i++) {
                char c = text.charAt(i);
                into.put((byte) (c <= 0xFF ? c : '?'));
            }
        }
        return this;
    }

    public Output utf8(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In decimal. */
    public Output number(long value) throws IOException {
        if (value < 0) return ascii(Long.toString(value));
        ByteBuffer into = room();
        if (into.remaining() < 19) {
            send();
            into = room();
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) digits++;
        int end = into.position() + digits;
        long rest = value;
        for (int i = end - 1; i >= into.position(); i--, rest /= 10) {
            into.put(i, (byte) ('0' + rest % 10));
        }
        into.position(end);
        return this;
    }

    public Output crlf() throws IOException {
        return write('\r').write('\n');
    }

    /** The same as a stream, for those who copy into one; closing it only flushes. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                Output.this.write(oneByte);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                Output.this.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                Output.this.flush();
            }

            @Override
            public void close() throws IOException {
                Output.this.flush();
            }
        };
    }

    public void flush() throws IOException {
        if (buffer == null) return;
        try {
            send();
        } finally {
            release();
        }
    }

    /** The buffer with room for at least one byte. */
    private ByteBuffer room() throws IOException {
        if (buffer != null && !buffer.hasRemaining()) send();
        ByteBuffer into = buffer;
        if (into == null) {
            into = buffers.take().limit(ROOM);
            buffer = into;
        }
        return into;
    }

    private void send() throws IOException {
        ByteBuffer full = buffer;
        if (full == null) return;
        stream.write(full.flip(), System.nanoTime() + timeoutNanos);
        full.clear().limit(ROOM);
    }

    /** Gives the buffer back and forgets what is in it. */
    void release() {
        ByteBuffer held = buffer;
        buffer = null;
        if (held != null) buffers.give(held);
    }
}
