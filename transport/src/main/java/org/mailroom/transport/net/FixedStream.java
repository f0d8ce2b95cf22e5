package org.mailroom.transport.net;

import java.nio.ByteBuffer;

/** Bytes known beforehand. */
final class FixedStream implements ByteStream {
    private final ByteBuffer bytes;

    FixedStream(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer into) {
        if (!bytes.hasRemaining()) return -1;
        int count = Math.min(bytes.remaining(), into.remaining());
        into.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer from, long deadline) {
        from.position(from.limit());
    }

    @Override
    public void end() {}
}
