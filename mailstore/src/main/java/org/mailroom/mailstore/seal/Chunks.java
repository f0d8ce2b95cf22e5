package org.mailroom.mailstore.seal;

/**
 * Arithmetic of sealed content: plain bytes are cut into chunks of 64 KiB, the last one shorter,
 * and every chunk grows by its 16-byte tag. Empty content is one empty chunk.
 */
public final class Chunks {
    /** Plain bytes of every chunk but the last. */
    public static final int PLAIN = 64 << 10;

    /** By how much a chunk grows. */
    public static final int TAG = Aead.TAG;

    /** Sealed bytes of every chunk but the last. */
    public static final int SEALED = PLAIN + TAG;

    private Chunks() {}

    /** Number of chunks that {@code size} plain bytes make; at least one. */
    public static long count(long size) {
        if (size < 0) throw new IllegalArgumentException("size " + size);
        return size == 0 ? 1 : (size - 1) / PLAIN + 1;
    }

    /** Sealed size of {@code size} plain bytes. */
    public static long sealedSize(long size) {
        return size + count(size) * TAG;
    }

    /**
     * Plain size of {@code sealed} sealed bytes.
     *
     * @throws TamperedException when no content seals to that size
     */
    public static long plainSize(long sealed) {
        long chunks = (sealed - 1) / SEALED + 1;
        long size = sealed - chunks * TAG;
        if (sealed < TAG || size < 0 || sealedSize(size) != sealed) {
            throw new TamperedException("impossible length " + sealed);
        }
        return size;
    }

    /** Plain length of chunk {@code index} in content of {@code size} plain bytes. */
    public static int plainLength(long size, long index) {
        if (index < 0 || index >= count(size)) throw new IndexOutOfBoundsException("" + index);
        return (int) Math.min(PLAIN, size - index * PLAIN);
    }
}
