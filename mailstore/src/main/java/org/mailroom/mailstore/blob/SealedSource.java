package org.mailroom.mailstore.blob;

import java.io.IOException;

/** Where a reader has sealed bytes from. */
interface SealedSource {
    /**
     * Reads up to {@code length} sealed bytes; fewer only where they end.
     *
     * @param position counted from the beginning of the blob's sealed content
     */
    int read(long position, byte[] into, int length) throws IOException;

    /** The reader is done. */
    default void close() {}
}
