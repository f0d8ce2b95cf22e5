package org.mailroom.mailstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChunksTest {
    @Test
    void plainAndSealedSizeSayTheSame() {
        for (long size = 0; size < 4L * Chunks.PLAIN; size++) {
            assertThat(Chunks.plainSize(Chunks.sealedSize(size))).isEqualTo(size);
        }
        long huge = 1L << 45;
        assertThat(Chunks.plainSize(Chunks.sealedSize(huge))).isEqualTo(huge);
    }

    @Test
    void sizesThatNothingSealsToAreRefused() {
        for (long sealed : new long[] {-1, 0, 1, 15, Chunks.SEALED + 1, Chunks.SEALED + 16}) {
            assertThatThrownBy(() -> Chunks.plainSize(sealed))
                    .as("%d", sealed)
                    .isInstanceOf(TamperedException.class);
        }
        assertThat(Chunks.plainSize(16)).isZero();
        assertThat(Chunks.plainSize(Chunks.SEALED + 17)).isEqualTo(Chunks.PLAIN + 1);
    }

    @Test
    void theLastChunkIsTheShortOne() {
        assertThat(Chunks.count(0)).isEqualTo(1);
        assertThat(Chunks.count(Chunks.PLAIN)).isEqualTo(1);
        assertThat(Chunks.count(Chunks.PLAIN + 1)).isEqualTo(2);
        assertThat(Chunks.plainLength(0, 0)).isZero();
        assertThat(Chunks.plainLength(Chunks.PLAIN + 1, 0)).isEqualTo(Chunks.PLAIN);
        assertThat(Chunks.plainLength(Chunks.PLAIN + 1, 1)).isEqualTo(1);
    }
}
