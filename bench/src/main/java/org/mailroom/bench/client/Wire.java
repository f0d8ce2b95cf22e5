package org.mailroom.bench.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A blocking connection for one thread at a time. Lines stay in the buffer and are looked at in
 * place; literals are skipped.
 */
public final class Wire implements Closeable {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long FEEDS = ONES * '\n';
    private static final int LONGEST_LINE = 64 << 20;

    private final SocketChannel channel;
    private final Deadline deadline;
    private byte[] bytes;
    private ByteBuffer window;
    private int start;
    private int end;
    private int lineStart;
    private int lineEnd;

    private Wire(SocketChannel channel, Deadline deadline, int buffer) {
        this.channel = channel;
        this.deadline = deadline;
        this.bytes = new byte[buffer];
        this.window = ByteBuffer.wrap(bytes);
    }

    /** Connects; {@code buffer} is what a connection costs the generator in memory. */
    public static Wire open(Deadline deadline, InetSocketAddress address, int buffer)
            throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Wire wire = new Wire(channel, deadline, buffer);
        deadline.add(wire);
        return wire;
    }

    /** The server's end of a connection. */
    public static Wire accept(Deadline deadline, ServerSocketChannel server, int buffer)
            throws IOException {
        SocketChannel channel = server.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Wire(channel, deadline, buffer);
    }

    public void write(byte[] data) throws IOException {
        write(data, 0, data.length);
    }

    public void write(byte[] data, int offset, int length) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(data, offset, length);
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            throw deadline.explain(e);
        }
    }

    /** Reads the next line, without its CRLF. It is valid until the next read. */
    public void readLine() throws IOException {
        int scanned = start;
        while (true) {
            int feed = indexOfFeed(bytes, scanned, end);
            if (feed >= 0) {
                lineStart = start;
                lineEnd = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
                start = feed + 1;
                return;
            }
            int unread = end - start;
            makeRoom();
            scanned = start + unread;
            fill();
        }
    }

    static int indexOfFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i) ^ FEEDS;
            long hit = (word - ONES) & ~word & HIGHS;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            if (bytes.length >= LONGEST_LINE) {
                throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
            window = ByteBuffer.wrap(bytes);
        }
    }

    private void fill() throws IOException {
        window.limit(bytes.length).position(end);
        int read;
        try {
            read = channel.read(window);
        } catch (IOException e) {
            throw deadline.explain(e);
        }
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += read;
    }

    public void skip(long count) throws IOException {
        long left = count;
        while (true) {
            int held = end - start;
            if (left <= held) {
                start += (int) left;
                return;
            }
            left -= held;
            start = 0;
            end = 0;
            fill();
        }
    }

    public int length() {
        return lineEnd - lineStart;
    }

    public byte at(int index) {
        return index < length() ? bytes[lineStart + index] : 0;
    }

    public boolean endsWith(byte[] suffix) {
        int from = lineEnd - suffix.length;
        return from >= lineStart && Arrays.equals(bytes, from, lineEnd, suffix, 0, suffix.length);
    }

    /** The decimal number at an index of the line. */
    public long number(int index) {
        long value = 0;
        for (int i = lineStart + index; i < lineEnd; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The size of the literal that the line announces at its end ("{12}" or "{12+}"), or −1. */
    public long literal() {
        if (length() < 3 || bytes[lineEnd - 1] != '}') {
            return -1;
        }
        int last = lineEnd - (bytes[lineEnd - 2] == '+' ? 3 : 2);
        int i = last;
        while (i > lineStart && bytes[i] >= '0' && bytes[i] <= '9') {
            i--;
        }
        return bytes[i] == '{' && i < last ? number(i + 1 - lineStart) : -1;
    }

    /** The line as text, for errors and capabilities only. */
    public String line() {
        return new String(bytes, lineStart, length(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        deadline.remove(this);
        channel.close();
    }
}
