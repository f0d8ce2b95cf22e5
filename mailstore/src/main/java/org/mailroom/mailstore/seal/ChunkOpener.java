package org.mailroom.mailstore.seal;

import javax.crypto.Mac;

/**
 * Opens chunks of one blob in any order. Blob id, size, index and last flag are authenticated with
 * every chunk: whatever was cut, lengthened, moved or taken from another blob does not open.
 *
 * <p>Safe for use by several threads.
 */
public final class ChunkOpener {
    private final DataKey key;
    private final byte[] aad;
    private final long size;

    /**
     * @param size the content's plain size, as recorded when it was sealed
     */
    public ChunkOpener(DataKey key, BlobId blob, long size) {
        this.key = key;
        this.aad = ChunkNonce.aad(blob);
        this.size = size;
    }

    public long size() {
        return size;
    }

    /**
     * Opens chunk {@code index} and returns its plain length. Input and output must not overlap.
     *
     * @param length sealed length at hand, which must be the chunk's own
     * @throws TamperedException when it is not that chunk of that blob
     */
    public int open(long index, byte[] sealed, int from, int length, byte[] out, int to) {
        boolean last = index == Chunks.count(size) - 1;
        if (length != Chunks.plainLength(size, index) + Chunks.TAG) {
            throw new TamperedException("chunk " + index + " of " + length);
        }
        return Aead.open(
                key.content(), ChunkNonce.of(index, last), aad, sealed, from, length, out, to);
    }

    /** A running digest to recheck the content with; see {@link #digest(Mac)}. */
    public Mac digesting() {
        return Hkdf.mac(key.digest());
    }

    /** The digest of what went into {@link #digesting}. */
    public Digest digest(Mac mac) {
        return Digest.of(mac.doFinal());
    }
}
