package org.mailroom.transport.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from the client: the socket's own, or inside TLS. For the serving thread only. */
interface ByteStream {
    /** Reads what there is: 0 if nothing yet, -1 at the end. Into a buffer of {@link Buffers}. */
    int read(ByteBuffer into) throws IOException;

    /** Writes all. */
    void write(ByteBuffer from, long deadline) throws IOException;

    /** Says on the wire that nothing more will come, if the client takes it without waiting. */
    void end() throws IOException;
}
