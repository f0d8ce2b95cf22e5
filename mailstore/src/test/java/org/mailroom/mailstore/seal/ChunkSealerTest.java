package org.mailroom.mailstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

@Timeout(20)
class ChunkSealerTest {
    private static final long SEED = 2015;
    private static final int P = Chunks.PLAIN;

    /** A content and its sealed chunks. */
    private record Content(BlobId id, DataKey key, byte[] plain, List<byte[]> chunks) {
        static Content of(int size, Random random) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);
            BlobId id = BlobId.random();
            ChunkSealer sealer = new ChunkSealer(id);
            List<byte[]> chunks = new ArrayList<>();
            for (int i = 0; i < Chunks.count(size); i++) {
                int length = Chunks.plainLength(size, i);
                byte[] sealed = new byte[length + Chunks.TAG];
                boolean last = i == Chunks.count(size) - 1;
                assertThat(sealer.seal(plain, i * P, length, last, sealed, 0))
                        .isEqualTo(sealed.length);
                chunks.add(sealed);
            }
            return new Content(id, sealer.dataKey(), plain, chunks);
        }

        byte[] open(BlobId as, long size, List<byte[]> sealed) {
            ChunkOpener opener = new ChunkOpener(key, as, size);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < Chunks.count(size); i++) {
                byte[] chunk = i < sealed.size() ? sealed.get(i) : new byte[0];
                byte[] plainChunk = new byte[P];
                int length = opener.open(i, chunk, 0, chunk.length, plainChunk, 0);
                out.write(plainChunk, 0, length);
            }
            return out.toByteArray();
        }
    }

    @Test
    void everySizeAroundTheBordersComesBack() {
        Random random = new Random(SEED);
        for (int size :
                new int[] {0, 1, 4096, P - 1, P, P + 1, 2 * P - 1, 2 * P, 2 * P + 1, 5 * P}) {
            Content content = Content.of(size, random);
            assertThat(content.open(content.id(), size, content.chunks()))
                    .isEqualTo(content.plain());
            long sealed = content.chunks().stream().mapToLong(c -> c.length).sum();
            assertThat(sealed).isEqualTo(Chunks.sealedSize(size));
        }
    }

    @Test
    void oneChunkOpensAlone() {
        Content content = Content.of(3 * P + 5, new Random(SEED));
        ChunkOpener opener = new ChunkOpener(content.key(), content.id(), 3 * P + 5);
        byte[] out = new byte[P];
        opener.open(2, content.chunks().get(2), 0, Chunks.SEALED, out, 0);
        byte[] expected = java.util.Arrays.copyOfRange(content.plain(), 2 * P, 3 * P);
        assertThat(out).isEqualTo(expected);
    }

    @Test
    void whatIsAlteredCutLengthenedOrMovedDoesNotOpen() {
        for (int round = 0; round < 300; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            int size = random.nextInt(1, 4) * P - random.nextInt(-1, 2) + random.nextInt(2) * 7;
            Content content = Content.of(size, random);
            List<byte[]> chunks = new ArrayList<>();
            for (byte[] chunk : content.chunks()) chunks.add(chunk.clone());
            long claimed = size;
            BlobId id = content.id();
            switch (random.nextInt(7)) {
                case 0 -> {
                    byte[] chunk = chunks.get(random.nextInt(chunks.size()));
                    chunk[random.nextInt(chunk.length)] ^= (byte) (1 << random.nextInt(8));
                }
                case 1 -> {
                    byte[] last = chunks.removeLast();
                    chunks.add(java.util.Arrays.copyOf(last, last.length - 1));
                    if (random.nextBoolean()) claimed--;
                }
                case 2 -> {
                    // Cut at a chunk's border, the recorded size with it.
                    if (chunks.size() == 1) continue;
                    chunks.removeLast();
                    claimed = (long) chunks.size() * P;
                }
                case 3 -> {
                    // Lengthened by a chunk of its own.
                    chunks.add(chunks.getFirst().clone());
                    claimed = Math.max(size, (long) (chunks.size() - 1) * P) + 1;
                }
                case 4 -> {
                    if (chunks.size() < 3) continue;
                    Collections.swap(chunks, 0, 1);
                }
                case 5 -> {
                    Content other = Content.of(size, random);
                    int which = random.nextInt(chunks.size());
                    chunks.set(which, other.chunks().get(which));
                }
                default -> id = BlobId.random();
            }
            BlobId as = id;
            long sizeClaimed = claimed;
            assertThatThrownBy(() -> content.open(as, sizeClaimed, chunks))
                    .as("seed %d", seed)
                    .isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void nothingIsSealedTwiceUnderOneKey() {
        ChunkSealer sealer = new ChunkSealer(BlobId.random());
        byte[] out = new byte[Chunks.SEALED];
        sealer.seal(new byte[5], 0, 5, true, out, 0);
        assertThatThrownBy(() -> sealer.seal(new byte[5], 0, 5, true, out, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyTheLastChunkMayBeShort() {
        ChunkSealer sealer = new ChunkSealer(BlobId.random());
        byte[] out = new byte[Chunks.SEALED];
        assertThatThrownBy(() -> sealer.seal(new byte[5], 0, 5, false, out, 0))
                .isInstanceOf(IllegalArgumentException.class);
        sealer.seal(new byte[P], 0, P, false, out, 0);
        assertThatThrownBy(() -> sealer.seal(new byte[0], 0, 0, true, out, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWipedKeySealsNothing() {
        ChunkSealer sealer = new ChunkSealer(BlobId.random());
        sealer.dataKey().close();
        assertThatThrownBy(() -> sealer.seal(new byte[5], 0, 5, true, new byte[21], 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equalContentsHaveNothingInCommon() {
        byte[] same = new byte[100];
        byte[] one = new byte[116];
        byte[] two = new byte[116];
        ChunkSealer first = new ChunkSealer(BlobId.random());
        ChunkSealer second = new ChunkSealer(BlobId.random());
        first.seal(same, 0, 100, true, one, 0);
        second.seal(same, 0, 100, true, two, 0);
        assertThat(one).isNotEqualTo(two);
        assertThat(first.digest()).isNotEqualTo(second.digest());
        assertThat(first.digest()).isEqualTo(Digest.of(first.digest().toBytes()));
    }
}
