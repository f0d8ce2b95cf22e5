package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads one blob at any position, opening only the chunks it needs. Every method throws {@link
 * TamperedException} rather than hand out a byte that was not sealed there. Not safe for use by
 * several threads at once. Close it: an open reader keeps its segment from being deleted.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class BlobReader implements AutoCloseable {
    BlobReader() {}

    /** Plain size in bytes. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads from {@code position} until {@code length} bytes are read or the content ends, and
     * returns how many; -1 when the content has ended before.
     */
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes {@code length} bytes from {@code from} on; throws when that is beyond the content. */
    public void transferTo(OutputStream out, long from, long length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** All of it. */
    public byte[] readAll() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The content from {@code from} on as a stream; closing it does not close this. */
    public InputStream stream(long from, long length) {
        throw new UnsupportedOperationException();
    }

    /** Digest of the content as it is now, read and authenticated from end to end. */
    public Digest digest() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
