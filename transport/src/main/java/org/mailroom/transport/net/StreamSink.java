package org.mailroom.transport.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Bytes that go into a stream instead of a socket. */
final class StreamSink implements ByteStream {
    private final OutputStream sink;

    StreamSink(OutputStream sink) {
        this.sink = sink;
    }

    @Override
    public int read(ByteBuffer into) {
        return -1;
    }

    @Override
    @SuppressWarnings("ByteBufferBackingArray") // Buffers lends whole arrays.
    public void write(ByteBuffer from, long deadline) throws IOException {
        sink.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
        from.position(from.limit());
    }

    @Override
    public void end() {}
}
