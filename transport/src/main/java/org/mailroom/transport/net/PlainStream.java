package org.mailroom.transport.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The socket's own bytes. */
final class PlainStream implements ByteStream {
    private final Wire wire;

    PlainStream(Wire wire) {
        this.wire = wire;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return wire.read(into);
    }

    @Override
    public void write(ByteBuffer from, long deadline) throws IOException {
        wire.write(from, deadline);
    }

    @Override
    public void end() {}
}
