package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sealed content in a segment file.
 *
 * @param offset where the content begins in the file
 */
record SegmentSource(DiskFile file, long offset) implements SealedSource {
    @Override
    public int read(long position, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        file.read(buffer, offset + position);
        return buffer.position();
    }
}
