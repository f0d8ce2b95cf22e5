package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.ChunkOpener;
import org.mailroom.mailstore.seal.ChunkSealer;
import org.mailroom.mailstore.seal.Chunks;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An upload. Bytes are sealed as they come in; the first sealed chunks stay in memory, the rest
 * goes to a staging file. Nothing plain touches the disk, and at most one chunk of plain text is in
 * memory.
 *
 * <p>{@link #write} … {@link #finish}, then {@link #reader} and {@link BlobStore#put} as often as
 * wanted, then {@link #close}, which forgets everything. Not safe for use by several threads at
 * once.
 */
public final class Staged implements AutoCloseable {
    /** Room before the first sealed chunk, so that a record is written with its header at once. */
    static final int HEADROOM = Headers.BYTES;

    /** Most messages fit; those that do not move on to a buffer of a chunk's size. */
    private static final int SMALL = 8 << 10;

    private enum State {
        OPEN,
        FINISHED,
        FAILED,
        CLOSED
    }

    private final BlobId id;
    private final ChunkSealer sealer;
    private final int memoryLimit;
    private final FreeSpace space;

    /** Plain bytes of the chunk not sealed yet. */
    private byte[] plain = new byte[SMALL];

    private int filled;

    /** Sealed chunks; the first with {@link #HEADROOM} before it. */
    private final List<byte[]> memory = new ArrayList<>(1);

    private long memoryBytes;

    /** Sealed chunks after those in memory. */
    private final DiskFile overflow;

    private long overflowBytes;
    private State state = State.OPEN;
    private final List<Runnable> onClose = new ArrayList<>(1);

    Staged(BlobId id, int memoryLimit, DiskFile overflow, FreeSpace space) {
        this.id = id;
        this.sealer = new ChunkSealer(id);
        this.memoryLimit = memoryLimit;
        this.overflow = overflow;
        this.space = space;
    }

    public BlobId id() {
        return id;
    }

    /** The key to wrap for each recipient. The caller may close it after wrapping and reading. */
    public DataKey dataKey() {
        return sealer.dataKey();
    }

    /**
     * Takes more content. After an exception the upload is good for nothing but {@link #close}.
     *
     * @throws StorageFull when the staging file cannot grow
     */
    public void write(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        require(State.OPEN);
        int at = from;
        int left = length;
        while (left > 0) {
            // A full chunk is sealed when more comes: only then is it known not to be the last.
            if (filled == Chunks.PLAIN) {
                seal(plain, 0, filled, false);
                filled = 0;
            }
            if (filled == 0 && left > Chunks.PLAIN) {
                seal(bytes, at, Chunks.PLAIN, false);
                at += Chunks.PLAIN;
                left -= Chunks.PLAIN;
            } else {
                int part = Math.min(left, Chunks.PLAIN - filled);
                ensureRoom(filled + part);
                System.arraycopy(bytes, at, plain, filled, part);
                filled += part;
                at += part;
                left -= part;
            }
        }
    }

    /** This upload as a stream. Closing it finishes the upload and keeps it. */
    public OutputStream sink() {
        return new OutputStream() {
            private final byte[] one = new byte[1];

            @Override
            public void write(int b) throws IOException {
                one[0] = (byte) b;
                Staged.this.write(one, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                Staged.this.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                finish();
            }
        };
    }

    /** Seals what is left. No more content after this; calling it again does nothing. */
    public void finish() throws IOException {
        if (state == State.FINISHED) return;
        require(State.OPEN);
        seal(plain, 0, filled, true);
        releasePlain();
        state = State.FINISHED;
    }

    /** Plain bytes taken so far. */
    public long size() {
        return sealer.size() + filled;
    }

    /** Keyed digest of the plain content, once finished. */
    public Digest digest() {
        require(State.FINISHED);
        return sealer.digest();
    }

    /** Reads the content back, once finished. Close readers before this. */
    public BlobReader reader() {
        require(State.FINISHED);
        return new BlobReader(
                "staged " + id, this::readSealed, new ChunkOpener(dataKey(), id, size()));
    }

    /**
     * Deletes the staging file, gives buffers back and lets compaction have what no row refers to.
     */
    @Override
    public void close() {
        if (state == State.CLOSED) return;
        state = State.CLOSED;
        releasePlain();
        memory.clear();
        onClose.forEach(Runnable::run);
        if (overflowBytes == 0) return;
        try {
            overflow.close();
            Files.deleteIfExists(overflow.path());
        } catch (IOException e) {
            // It is sealed under a key that is now forgotten, and the next start deletes it.
            overflowBytes = 0;
        }
    }

    /** Runs when this closes. */
    void onClose(Runnable action) {
        onClose.add(action);
    }

    /** Header room and the first sealed chunk. */
    byte[] head() {
        require(State.FINISHED);
        return memory.getFirst();
    }

    /** Reads sealed content; as {@link SealedSource#read}. */
    int readSealed(long position, byte[] into, int length) throws IOException {
        require(State.FINISHED);
        long start = 0;
        for (int i = 0; i < memory.size(); i++) {
            byte[] chunk = memory.get(i);
            int skip = i == 0 ? HEADROOM : 0;
            // Callers read chunk by chunk, and chunks are what is kept.
            if (position == start) {
                int part = Math.min(length, chunk.length - skip);
                System.arraycopy(chunk, skip, into, 0, part);
                return part;
            }
            start += chunk.length - skip;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        overflow.read(buffer, position - start);
        return buffer.position();
    }

    private void seal(byte[] from, int at, int length, boolean last) throws IOException {
        state = State.FAILED; // until it has succeeded: a chunk cannot be sealed twice
        int sealed = length + Chunks.TAG;
        if (memory.isEmpty()) {
            byte[] head = new byte[HEADROOM + sealed];
            sealer.seal(from, at, length, last, head, HEADROOM);
            memory.add(head);
            memoryBytes += sealed;
        } else if (overflowBytes == 0 && memoryBytes + sealed <= memoryLimit) {
            byte[] chunk = new byte[sealed];
            sealer.seal(from, at, length, last, chunk, 0);
            memory.add(chunk);
            memoryBytes += sealed;
        } else {
            overflow(from, at, length, last);
        }
        state = State.OPEN;
    }

    private void overflow(byte[] from, int at, int length, boolean last) throws IOException {
        byte[] buffer = Buffers.take();
        try {
            int sealed = sealer.seal(from, at, length, last, buffer, 0);
            space.require(sealed);
            if (overflowBytes == 0) {
                overflow.create();
            }
            long position = overflowBytes;
            overflowBytes += sealed; // before writing, so that close() knows of the file
            overflow.write(ByteBuffer.wrap(buffer, 0, sealed), position);
        } catch (IOException e) {
            throw space.explain(e, length);
        } finally {
            Buffers.give(buffer, 0);
        }
    }

    private void ensureRoom(int size) {
        if (size <= plain.length) return;
        byte[] larger = Buffers.take();
        System.arraycopy(plain, 0, larger, 0, filled);
        Arrays.fill(plain, (byte) 0);
        plain = larger;
    }

    private void releasePlain() {
        if (plain.length > SMALL) Buffers.give(plain, Chunks.PLAIN);
        else Arrays.fill(plain, (byte) 0);
        plain = new byte[0];
        filled = 0;
    }

    private void require(State wanted) {
        if (state != wanted) throw new IllegalStateException("upload is " + state);
    }
}
