package org.mailroom.mailstore.seal;

import org.jspecify.annotations.Nullable;

import javax.crypto.Mac;

/**
 * Seals the content of one blob chunk by chunk, in order, under a new random data key. One sealer
 * seals one content once: nonces are chunk indices, so a second content under the same key would
 * break the cipher; hence nobody can bring a key of their own.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChunkSealer {
    private final DataKey key = DataKey.random();
    private final byte[] aad;
    private final Mac mac;
    private long next;
    private long size;
    private boolean finished;
    private @Nullable Digest digest;

    public ChunkSealer(BlobId blob) {
        this.aad = ChunkNonce.aad(blob);
        this.mac = Hkdf.mac(key.digest());
    }

    /** The key to be wrapped for every account that holds the blob. */
    public DataKey dataKey() {
        return key;
    }

    /** Plain bytes sealed so far. */
    public long size() {
        return size;
    }

    /**
     * Seals the next chunk and returns its sealed length, {@code length + }{@link Chunks#TAG}.
     * Input and output must not overlap.
     *
     * @param length {@link Chunks#PLAIN} for all but the last chunk, which is shorter or equal and
     *     only empty when it is the only one
     */
    public int seal(byte[] plain, int from, int length, boolean last, byte[] out, int to) {
        if (finished) throw new IllegalStateException("sealed already");
        boolean fits =
                last ? length <= Chunks.PLAIN && (length > 0 || next == 0) : length == Chunks.PLAIN;
        if (!fits) throw new IllegalArgumentException("chunk of " + length);
        // Spent even when sealing fails, so that no nonce can come twice.
        long index = next++;
        finished = last;
        int sealed =
                Aead.seal(
                        key.content(),
                        ChunkNonce.of(index, last),
                        aad,
                        plain,
                        from,
                        length,
                        out,
                        to);
        mac.update(plain, from, length);
        size += length;
        return sealed;
    }

    /** Digest of the whole content, once the last chunk is sealed. */
    public Digest digest() {
        if (!finished) throw new IllegalStateException("not all sealed");
        if (digest == null) digest = Digest.of(mac.doFinal());
        return digest;
    }
}
