package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.seal.Chunks;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

@Timeout(30)
class SegmentBlobStoreTest {
    private static final long SEED = 5322;
    private static final int P = Chunks.PLAIN;

    @TempDir Path directory;

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            return files.filter(f -> f.toString().endsWith(".seg")).sorted().toList();
        }
    }

    @Test
    void blobsOfEverySizeComeBackAndSurviveReopening() throws IOException {
        Random random = new Random(SEED);
        Staging staging = BlobKit.staging(directory);
        List<byte[]> contents = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (int size :
                    new int[] {0, 1, 4096, P - 1, P, P + 1, 2 * P, 2 * P + 1, 9 * P, 20 * P}) {
                byte[] content = BlobKit.bytes(random, size);
                Row row = BlobKit.put(store, staging, content);
                assertThat(BlobKit.read(store, row)).isEqualTo(content);
                contents.add(content);
                rows.add(row);
                store.sync(row.ref());
            }
            store.sync(rows.stream().map(Row::ref).toArray(BlobRef[]::new));
        }
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (int i = 0; i < rows.size(); i++) {
                assertThat(BlobKit.read(store, rows.get(i))).isEqualTo(contents.get(i));
                try (BlobReader reader = store.open(rows.get(i).ref(), rows.get(i).key())) {
                    assertThat(reader.digest()).isEqualTo(rows.get(i).ref().digest());
                }
            }
            assertThat(BlobKit.scan(store))
                    .containsExactlyElementsOf(
                            rows.stream()
                                    .map(Row::ref)
                                    .map(r -> new StoredBlob(r.id(), r.place(), r.sealedSize()))
                                    .toList());
        }
    }

    @Test
    void everyRunAndEverySizeBeginsANewSegment() throws IOException {
        Staging staging = BlobKit.staging(directory);
        for (int run = 0; run < 3; run++) {
            try (SegmentBlobStore store = BlobKit.open(directory)) {
                BlobKit.put(store, staging, new byte[100]);
            }
        }
        assertThat(segments()).hasSize(3);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertThat(segments()).as("none before a blob is put").hasSize(3);
            for (int i = 0; i < 4; i++) BlobKit.put(store, staging, new byte[9 * P]);
            assertThat(segments()).as("one blob of 576 KiB in each of 1 MiB").hasSize(7);
        }
    }

    @Test
    void nobodyElseMayOpenItMeanwhile() throws IOException {
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertThat(BlobKit.scan(store)).isEmpty();
            assertThatThrownBy(() -> BlobKit.open(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        BlobKit.open(directory).close();
    }

    @Test
    void theSameUploadPutTwiceIsTwoCopies() throws IOException {
        Staging staging = BlobKit.staging(directory);
        byte[] content = BlobKit.bytes(new Random(SEED), 5 * P);
        try (SegmentBlobStore store = BlobKit.open(directory);
                Staged staged = BlobKit.staged(staging, content)) {
            BlobRef one = store.put(staged);
            BlobRef two = store.put(staged);
            assertThat(one.place()).isNotEqualTo(two.place());
            assertThat(BlobKit.read(store, new Row(one, staged.dataKey()))).isEqualTo(content);
            assertThat(BlobKit.read(store, new Row(two, staged.dataKey()))).isEqualTo(content);
        }
    }

    @Test
    void aBlobThatIsNotThereIsSaidAsSuch() throws IOException {
        Staging staging = BlobKit.staging(directory);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            Row row = BlobKit.put(store, staging, new byte[100]);
            for (BlobRef.Place place :
                    List.of(new BlobRef.Place(77, 128), new BlobRef.Place(1, 1 << 30))) {
                assertThatThrownBy(() -> store.open(row.ref().at(place), row.key()))
                        .isInstanceOf(NoSuchBlob.class);
            }
            assertThatThrownBy(() -> store.sync(row.ref().at(new BlobRef.Place(77, 128))))
                    .isInstanceOf(NoSuchBlob.class);
        }
    }

    /** Any bit of any record's content, at rest, and any cut of the file. */
    @Test
    void alteredAndCutSegmentsAreDetectedAndTheRestIsRead() throws IOException {
        Random random = new Random(SEED);
        Staging staging = BlobKit.staging(directory);
        List<byte[]> contents = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (int i = 0; i < 8; i++) {
                contents.add(BlobKit.bytes(random, random.nextInt(i % 2 == 0 ? 5000 : 3 * P)));
                rows.add(BlobKit.put(store, staging, contents.get(i)));
            }
        }
        Path file = segments().getFirst();
        byte[] intact = Files.readAllBytes(file);
        for (int round = 0; round < 120; round++) {
            long seed = SEED + round;
            Random r = new Random(seed);
            byte[] altered = intact.clone();
            int at = r.nextInt(intact.length);
            boolean cut = r.nextInt(4) == 0;
            if (cut) altered = Arrays.copyOf(altered, at);
            else altered[at] ^= (byte) (1 << r.nextInt(8));
            Files.write(file, altered);
            try (SegmentBlobStore store = BlobKit.open(directory)) {
                for (int i = 0; i < rows.size(); i++) {
                    BlobRef ref = rows.get(i).ref();
                    long start = ref.place().offset();
                    long end = start + ref.sealedSize();
                    boolean hit = cut ? at < end : at >= start && at < end;
                    Row row = rows.get(i);
                    if (hit) {
                        assertThatThrownBy(() -> BlobKit.read(store, row))
                                .as("seed %d blob %d", seed, i)
                                .isInstanceOfAny(TamperedException.class, NoSuchBlob.class);
                    } else {
                        assertThat(BlobKit.read(store, row)).isEqualTo(contents.get(i));
                    }
                }
                // An altered header loses its own record to the walk and no other.
                if (!cut) assertThat(BlobKit.scan(store).size()).isGreaterThanOrEqualTo(7);
            }
            Files.write(file, intact);
        }
    }

    @Test
    void blobsExchangedOrPutBackAreDetected() throws IOException {
        Random random = new Random(SEED);
        Staging staging = BlobKit.staging(directory);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            Row one = BlobKit.put(store, staging, BlobKit.bytes(random, 3 * P));
            Row two = BlobKit.put(store, staging, BlobKit.bytes(random, 3 * P));
            BlobRef swapped = one.ref().at(two.ref().place());
            assertThatThrownBy(() -> BlobKit.read(store, new Row(swapped, one.key())))
                    .isInstanceOf(TamperedException.class);
            assertThatThrownBy(() -> BlobKit.read(store, new Row(one.ref(), two.key())))
                    .isInstanceOf(TamperedException.class);
            // The recorded size says less or more than was sealed.
            for (long size : new long[] {0, 1, P, 2 * P, 3 * P - 1}) {
                BlobRef other = one.ref();
                BlobRef shorter = new BlobRef(other.id(), other.place(), size, other.digest());
                assertThatThrownBy(() -> BlobKit.read(store, new Row(shorter, one.key())))
                        .as("%d", size)
                        .isInstanceOf(TamperedException.class);
            }
        }
    }

    @Test
    void aTornTailIsGarbageAndWhatLiesBeforeIsFound() throws IOException {
        Random random = new Random(SEED);
        Staging staging = BlobKit.staging(directory);
        Row kept;
        Row torn;
        byte[] content = BlobKit.bytes(random, 5000);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            kept = BlobKit.put(store, staging, content);
            torn = BlobKit.put(store, staging, BlobKit.bytes(random, 5000));
        }
        Path file = segments().getFirst();
        byte[] intact = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(intact, intact.length - 1 - random.nextInt(4000)));
        List<StoredBlob> found = new ArrayList<>();
        List<Long> garbage = new ArrayList<>();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            store.scan(
                    new ScanVisitor() {
                        @Override
                        public void blob(StoredBlob blob) {
                            found.add(blob);
                        }

                        @Override
                        public void garbage(long segment, long offset, long length) {
                            garbage.add(offset);
                        }
                    });
            assertThat(found).extracting(StoredBlob::id).containsExactly(kept.ref().id());
            assertThat(garbage).containsExactly(torn.ref().place().offset() - Headers.BYTES);
            assertThat(BlobKit.read(store, kept)).isEqualTo(content);
            Row after = BlobKit.put(store, staging, content);
            assertThat(after.ref().place().segment()).isEqualTo(2);
        }
    }

    /** Interrupting a thread in a file channel closes it under everybody else. */
    @Test
    void interruptedThreadsHarmNobody() throws Exception {
        Staging staging = BlobKit.staging(directory);
        byte[] content = BlobKit.bytes(new Random(SEED), 2 * P);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            Row row = BlobKit.put(store, staging, content);
            Thread interrupting =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 200; i++) {
                                            Thread.currentThread().interrupt();
                                            try {
                                                Row own = BlobKit.put(store, staging, content);
                                                store.sync(own.ref());
                                                BlobKit.read(store, row);
                                            } catch (IOException e) {
                                                throw new AssertionError(e);
                                            }
                                            assertThat(Thread.interrupted()).isTrue();
                                        }
                                    });
            while (interrupting.isAlive()) {
                assertThat(BlobKit.read(store, row)).isEqualTo(content);
                interrupting.interrupt();
            }
            assertThat(BlobKit.scan(store)).hasSize(201);
        }
    }

    @Test
    void nothingReadableIsOnDisk() throws IOException {
        Staging staging = BlobKit.staging(directory);
        byte[] text =
                "Dear Alice, your results are in. Canary. ".getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[3 * P];
        for (int i = 0; i < content.length; i++) content[i] = text[i % text.length];
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            BlobKit.put(store, staging, text);
            BlobKit.put(store, staging, content);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("Dear", "Alice", "results", "Canary");
            }
        }
    }

    @Test
    void headersSurviveTheRoundAndKnowTheirPlace() {
        BlobRef.Place place = new BlobRef.Place(3, 128);
        StoredBlob blob = new StoredBlob(org.mailroom.mailstore.seal.BlobId.random(), place, 4711);
        byte[] header = new byte[Headers.BYTES];
        Headers.record(blob, header);
        assertThat(Headers.record(header, 0, place)).isEqualTo(blob);
        assertThat(Headers.record(header, 0, new BlobRef.Place(3, 192))).isNull();
        assertThat(Headers.record(header, 0, new BlobRef.Place(4, 128))).isNull();
        for (int bit = 0; bit < 8 * Headers.BYTES; bit++) {
            byte[] altered = header.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Headers.record(altered, 0, place)).as("bit %d", bit).isNull();
        }
    }
}
