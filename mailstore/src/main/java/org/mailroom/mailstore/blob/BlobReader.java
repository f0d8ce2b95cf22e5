package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.seal.ChunkOpener;
import org.mailroom.mailstore.seal.Chunks;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

import javax.crypto.Mac;

/**
 * Reads one blob at any position, opening only the chunks it needs. Every method throws {@link
 * TamperedException} rather than hand out a byte that was not sealed there. Not safe for use by
 * several threads at once. Close it: an open reader keeps its segment from being deleted.
 */
public final class BlobReader implements AutoCloseable {
    private static final long NONE = -1;

    private final String name;
    private final SealedSource source;
    private final ChunkOpener opener;

    /** The chunk opened last; reading on in it costs nothing. */
    private byte @Nullable [] plain;

    private long index = NONE;
    private int filled;
    private int wiped;
    private boolean closed;

    /**
     * @param name what an error calls the blob
     */
    BlobReader(String name, SealedSource source, ChunkOpener opener) {
        this.name = name;
        this.source = source;
        this.opener = opener;
    }

    /** Plain size in bytes. */
    public long size() {
        return opener.size();
    }

    /**
     * Reads from {@code position} until {@code length} bytes are read or the content ends, and
     * returns how many; -1 when the content has ended before.
     */
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (position < 0) throw new IndexOutOfBoundsException("position " + position);
        if (length == 0) return 0;
        if (position >= size()) return -1;
        int wanted = (int) Math.min(length, size() - position);
        int done = 0;
        while (done < wanted) {
            byte[] chunk = load((position + done) / Chunks.PLAIN);
            int within = (int) ((position + done) % Chunks.PLAIN);
            int part = Math.min(wanted - done, filled - within);
            System.arraycopy(chunk, within, into, offset + done, part);
            done += part;
        }
        return done;
    }

    /** Writes {@code length} bytes from {@code from} on; throws when that is beyond the content. */
    public void transferTo(OutputStream out, long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, size());
        long done = 0;
        while (done < length) {
            byte[] chunk = load((from + done) / Chunks.PLAIN);
            int within = (int) ((from + done) % Chunks.PLAIN);
            int part = (int) Math.min(length - done, filled - within);
            out.write(chunk, within, part);
            done += part;
        }
    }

    /** All of it, authenticated to its end even when empty. */
    public byte[] readAll() throws IOException {
        byte[] all = new byte[Math.toIntExact(size())];
        if (all.length == 0) load(0);
        else if (read(0, all, 0, all.length) != all.length) throw new EOFException(name);
        return all;
    }

    /** {@code length} bytes from {@code from} on as a stream; closing it does not close this. */
    public InputStream stream(long from, long length) {
        Objects.checkFromIndexSize(from, length, size());
        return new Range(from, from + length);
    }

    /** Digest of the content as it is now, read and authenticated from end to end. */
    public Digest digest() throws IOException {
        Mac mac = opener.digesting();
        for (long chunk = 0; chunk < Chunks.count(size()); chunk++) {
            mac.update(load(chunk), 0, filled);
        }
        return opener.digest(mac);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (plain != null) Buffers.give(plain, wiped);
        plain = null;
        source.close();
    }

    private byte[] load(long chunk) throws IOException {
        if (closed) throw new IOException("reader closed");
        byte[] into = plain;
        if (into == null) into = plain = Buffers.take();
        if (chunk == index) return into;
        index = NONE;
        int length = Chunks.plainLength(size(), chunk);
        byte[] sealed = Buffers.take();
        try {
            int read = source.read(chunk * Chunks.SEALED, sealed, length + Chunks.TAG);
            wiped = Math.max(wiped, length);
            filled = opener.open(chunk, sealed, 0, read, into, 0);
        } catch (TamperedException e) {
            throw new TamperedException(name + ", chunk " + chunk + ": " + e.getMessage());
        } finally {
            Buffers.give(sealed, 0); // sealed bytes are no secret
        }
        index = chunk;
        return into;
    }

    private final class Range extends InputStream {
        private long position;
        private final long end;

        Range(long position, long end) {
            this.position = position;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) return 0;
            if (position >= end) return -1;
            // To the end of a chunk only: no byte is read ahead that nobody may ask for.
            long rest = Math.min(end - position, Chunks.PLAIN - position % Chunks.PLAIN);
            int read = BlobReader.this.read(position, into, offset, (int) Math.min(length, rest));
            position += read;
            return read;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }

        @Override
        public long skip(long n) {
            long skipped = Math.max(0, Math.min(n, end - position));
            position += skipped;
            return skipped;
        }
    }
}
