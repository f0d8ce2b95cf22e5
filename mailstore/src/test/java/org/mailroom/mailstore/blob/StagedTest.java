package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.seal.Chunks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

@Timeout(20)
class StagedTest {
    private static final long SEED = 128;
    private static final int P = Chunks.PLAIN;

    @TempDir Path directory;
    private Staging staging;

    @BeforeEach
    void open() throws IOException {
        staging = BlobKit.staging(directory);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("staging"))) {
            return files.toList();
        }
    }

    @Test
    void whatWasWrittenIsReadBackHoweverItWasCut() throws IOException {
        for (int size : new int[] {0, 1, 8192, 8193, P - 1, P, P + 1, 2 * P, 3 * P + 7, 9 * P}) {
            for (int round = 0; round < 6; round++) {
                long seed = SEED + size * 31L + round;
                Random random = new Random(seed);
                byte[] content = BlobKit.bytes(random, size);
                int[] most = {1 + size, 100_000, 70_000, P, 5000, 997};
                try (Staged staged = staging.stage()) {
                    for (int at = 0; at < size; ) {
                        int part = Math.min(size - at, 1 + random.nextInt(most[round]));
                        staged.write(content, at, part);
                        at += part;
                        assertThat(staged.size()).isEqualTo(at);
                    }
                    staged.finish();
                    assertThat(staged.size()).isEqualTo(size);
                    try (BlobReader reader = staged.reader()) {
                        assertThat(reader.readAll()).as("seed %d", seed).isEqualTo(content);
                        assertThat(reader.digest()).isEqualTo(staged.digest());
                    }
                }
            }
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void theSinkKeepsTheUploadWhenClosed() throws IOException {
        try (Staged staged = staging.stage()) {
            try (OutputStream sink = staged.sink()) {
                sink.write('a');
                sink.write(new byte[] {'b', 'c'});
            }
            try (BlobReader reader = staged.reader()) {
                assertThat(reader.readAll()).asString().isEqualTo("abc");
            }
        }
    }

    @Test
    void anyPartIsReadAlone() throws IOException {
        Random random = new Random(SEED);
        byte[] content = BlobKit.bytes(random, 4 * P + 123);
        try (Staged staged = BlobKit.staged(staging, content);
                BlobReader reader = staged.reader()) {
            for (int round = 0; round < 400; round++) {
                int from = random.nextInt(content.length + 1);
                int length = random.nextInt(content.length - from + 1);
                if (round % 2 == 0) length = Math.min(length, 300);
                byte[] expected = Arrays.copyOfRange(content, from, from + length);

                ByteArrayOutputStream out = new ByteArrayOutputStream();
                reader.transferTo(out, from, length);
                assertThat(out.toByteArray()).isEqualTo(expected);
                assertThat(reader.stream(from, length).readAllBytes()).isEqualTo(expected);
                byte[] into = new byte[length + 2];
                int read = reader.read(from, into, 1, length);
                assertThat(read).isEqualTo(length > 0 && from == content.length ? -1 : length);
                assertThat(Arrays.copyOfRange(into, 1, 1 + length)).isEqualTo(expected);
            }
            assertThat(reader.read(content.length, new byte[1], 0, 1)).isEqualTo(-1);
            assertThatThrownBy(
                            () ->
                                    reader.transferTo(
                                            OutputStream.nullOutputStream(), 5, content.length))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void smallOnesTouchNoDiskAndLargeOnesOnlySealed() throws IOException {
        byte[] canary = "canary-in-the-coal-mine ".getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[6 * P];
        for (int i = 0; i < content.length; i++) content[i] = canary[i % canary.length];
        try (Staged small = BlobKit.staged(staging, Arrays.copyOf(content, 2 * P));
                Staged large = BlobKit.staged(staging, content)) {
            assertThat(small.size()).isEqualTo(2 * P);
            List<Path> files = files();
            assertThat(files).hasSize(1);
            assertThat(Files.size(files.getFirst())).isEqualTo(4L * Chunks.SEALED);
            String raw = Files.readString(files.getFirst(), StandardCharsets.ISO_8859_1);
            assertThat(raw).doesNotContain("canary", "coal", "mine");
            try (BlobReader reader = large.reader()) {
                assertThat(reader.readAll()).isEqualTo(content);
            }
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAnEarlierRunLeftIsDeleted() throws IOException {
        Staged abandoned = staging.stage();
        abandoned.write(new byte[5 * P], 0, 5 * P);
        assertThat(files()).hasSize(1);
        BlobKit.staging(directory);
        assertThat(files()).isEmpty();
        abandoned.close();
    }

    @Test
    void closedUnfinishedItLeavesNothing() throws IOException {
        try (Staged staged = staging.stage()) {
            staged.write(new byte[5 * P], 0, 5 * P);
            assertThatThrownBy(staged::reader).isInstanceOf(IllegalStateException.class);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullDiskIsSaidAsSuch() throws IOException {
        BlobSettings settings = new BlobSettings(1 << 20, 0, Long.MAX_VALUE / 2, 50);
        Staging full = Staging.open(directory.resolve("full"), settings);
        try (Staged staged = full.stage()) {
            assertThatThrownBy(() -> staged.write(new byte[4 * P], 0, 4 * P))
                    .isInstanceOf(StorageFull.class);
            assertThatThrownBy(staged::finish).isInstanceOf(IllegalStateException.class);
        }
        try (Stream<Path> left = Files.list(directory.resolve("full"))) {
            assertThat(left).isEmpty();
        }
    }
}
