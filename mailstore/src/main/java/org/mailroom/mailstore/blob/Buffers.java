package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.seal.Chunks;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers of the size of a sealed chunk, kept for reuse: allocating and clearing 64 KiB costs as
 * much as decrypting them. At most 4 MiB are kept.
 */
final class Buffers {
    private static final int KEPT = 64;
    private static final ArrayBlockingQueue<byte[]> FREE = new ArrayBlockingQueue<>(KEPT);

    private Buffers() {}

    static byte[] take() {
        byte @Nullable [] kept = FREE.poll();
        return kept != null ? kept : new byte[Chunks.SEALED];
    }

    /**
     * Gives a buffer back.
     *
     * @param used how much of it may hold something; wiped, lest a bug of the next user's shows one
     *     person's mail to another
     */
    static void give(byte[] buffer, int used) {
        Arrays.fill(buffer, 0, used, (byte) 0);
        FREE.offer(buffer);
    }
}
