package org.mailroom.transport.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Lends buffers of one size, large enough for a TLS record. A connection holds one only while there
 * is something in it, so that thousands of idle ones need none. Thread-safe.
 */
final class Buffers {
    /** A TLS record: 16 KiB of content, header, padding and tag. RFC 8446 §5.2. */
    static final int SIZE = 17 * 1024;

    /** Kept for reuse; more than this many at once are left to the garbage collector. */
    private static final int KEPT = 64;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty buffer: position 0, limit at capacity. */
    ByteBuffer take() {
        ByteBuffer buffer;
        synchronized (free) {
            buffer = free.pollLast();
        }
        return buffer == null ? ByteBuffer.allocate(SIZE) : buffer.clear();
    }

    @SuppressWarnings("ReferenceEquality") // The same buffer, not the same content.
    void give(ByteBuffer buffer) {
        synchronized (free) {
            assert free.stream().noneMatch(other -> other == buffer) : "given back twice";
            if (free.size() < KEPT) free.addLast(buffer);
        }
    }
}
