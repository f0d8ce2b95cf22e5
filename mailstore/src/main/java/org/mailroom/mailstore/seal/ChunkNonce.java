package org.mailroom.mailstore.seal;

import java.nio.ByteBuffer;

/**
 * Nonce and authenticated data of a chunk, after the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizár 2015): the nonce is the chunk's index and whether it is the last, so that a chunk
 * opens in its own place only and content cannot be cut or lengthened at a chunk's border. The key
 * is random for every blob, hence no random part is needed.
 */
final class ChunkNonce {
    private static final byte VERSION = 1;

    private ChunkNonce() {}

    /** Three zero bytes, the index in eight, the last flag in one. */
    static byte[] of(long index, boolean last) {
        byte[] nonce = new byte[Aead.NONCE];
        ByteBuffer.wrap(nonce).putLong(3, index).put(11, (byte) (last ? 1 : 0));
        return nonce;
    }

    static byte[] aad(BlobId blob) {
        return ByteBuffer.allocate(1 + BlobId.BYTES)
                .put(VERSION)
                .putLong(blob.high())
                .putLong(blob.low())
                .array();
    }
}
