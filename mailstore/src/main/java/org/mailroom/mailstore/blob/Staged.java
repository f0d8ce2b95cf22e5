package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An upload. Bytes are sealed as they come in; the first sealed chunks stay in memory, the rest
 * goes to a staging file. Nothing plain touches the disk, and at most one chunk of plain text is in
 * memory.
 *
 * <p>{@link #write} … {@link #finish}, then {@link #reader} and {@link BlobStore#put} as often as
 * wanted, then {@link #close}, which forgets everything. Not safe for use by several threads at
 * once.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Staged implements AutoCloseable {
    Staged() {}

    public BlobId id() {
        throw new UnsupportedOperationException();
    }

    /** The key to wrap for each recipient. The caller may close it after wrapping and reading. */
    public DataKey dataKey() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes more content.
     *
     * @throws StorageFull when the staging file cannot grow
     */
    public void write(byte[] bytes, int from, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** This upload as a stream. Closing it finishes the upload and keeps it. */
    public OutputStream sink() {
        throw new UnsupportedOperationException();
    }

    /** Seals what is left. No more content after this; calling it again does nothing. */
    public void finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Plain bytes taken so far. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** Keyed digest of the plain content, once finished. */
    public Digest digest() {
        throw new UnsupportedOperationException();
    }

    /** Reads the content back, once finished. Close readers before this. */
    public BlobReader reader() {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes the staging file, gives buffers back and lets compaction have what no row refers to.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
