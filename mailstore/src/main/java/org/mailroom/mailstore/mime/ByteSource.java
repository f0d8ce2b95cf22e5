package org.mailroom.mailstore.mime;

import java.io.IOException;
import java.io.InputStream;

/** The stored bytes of one message, of which any range can be read. */
@FunctionalInterface
public interface ByteSource {
    /** The bytes from offset on, exactly length of them; the caller closes the stream. */
    InputStream range(long offset, long length) throws IOException;

    /** The bytes of the given range. */
    default InputStream range(Range range) throws IOException {
        return range(range.offset(), range.length());
    }

    /** A message in memory. */
    static ByteSource of(byte[] message) {
        return (offset, length) ->
                new java.io.ByteArrayInputStream(
                        message, Math.toIntExact(offset), Math.toIntExact(length));
    }
}
