package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.blob.BlobKit.Rows;
import org.mailroom.mailstore.seal.BlobId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

@Timeout(20)
class CompactionTest {
    private static final long SEED = 75;

    @TempDir Path directory;
    private Staging staging;
    private final Rows rows = new Rows();
    private final Map<BlobId, byte[]> contents = new HashMap<>();
    private final Random random = new Random(SEED);

    @BeforeEach
    void stage() throws IOException {
        staging = BlobKit.staging(directory);
    }

    private Row add(BlobStore store) throws IOException {
        byte[] content = BlobKit.bytes(random, random.nextInt(150_000));
        Row row = BlobKit.put(store, staging, content);
        store.sync(row.ref());
        rows.add(row);
        contents.put(row.ref().id(), content);
        return row;
    }

    private void remove(BlobStore store, Row row) throws IOException {
        rows.byId.remove(row.ref().id());
        store.delete(row.ref());
    }

    private void assertAllThere(BlobStore store) throws IOException {
        for (Row row : rows.byId.values()) {
            assertThat(BlobKit.read(store, row)).isEqualTo(contents.get(row.ref().id()));
        }
    }

    private long segmentFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            return files.filter(f -> f.toString().endsWith(".seg")).count();
        }
    }

    private void fill(int blobs, int keepOneIn) throws IOException {
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (int i = 0; i < blobs; i++) {
                Row row = add(store);
                if (i % keepOneIn != 0) remove(store, row);
            }
        }
    }

    @Test
    void sparseSegmentsAreRewrittenAndDeleted() throws IOException {
        fill(60, 5);
        long before = segmentFiles();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            List<Row> stale = List.copyOf(rows.byId.values());
            Compacted compacted = store.compact(rows);
            assertThat(compacted.segments()).isEqualTo((int) before);
            assertThat(compacted.moved()).isEqualTo(12);
            assertThat(segmentFiles()).isLessThan(before);
            assertAllThere(store);
            for (Row row : stale) { // read before the move, opened after it
                assertThat(BlobKit.read(store, row)).isEqualTo(contents.get(row.ref().id()));
                store.sync(row.ref());
            }
            assertThat(BlobKit.scan(store)).hasSize(12);
            assertThat(store.compact(rows)).isEqualTo(new Compacted(0, 0, 0));
        }
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertAllThere(store);
        }
    }

    @Test
    void denseSegmentsAreLeftAlone() throws IOException {
        fill(30, 1);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertThat(store.compact(rows)).isEqualTo(new Compacted(0, 0, 0));
            // Until enough has been deleted.
            for (Row row : List.copyOf(rows.byId.values())) {
                if (rows.byId.size() > 3) remove(store, row);
            }
            assertThat(store.compact(rows).segments()).isPositive();
            assertAllThere(store);
        }
    }

    @Test
    void anOpenReaderKeepsItsSegment() throws IOException {
        fill(1, 1);
        Row row = rows.byId.values().iterator().next();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            try (BlobReader reader = store.open(row.ref(), row.key())) {
                remove(store, row);
                assertThat(store.compact(rows).segments()).isEqualTo(1);
                assertThat(segmentFiles()).isEqualTo(1);
                assertThat(reader.readAll()).isEqualTo(contents.get(row.ref().id()));
                assertThatThrownBy(() -> store.open(row.ref(), row.key()))
                        .isInstanceOf(NoSuchBlob.class);
            }
            assertThat(segmentFiles()).isZero();
        }
    }

    @Test
    void aHoldKeepsEverySegment() throws IOException {
        fill(60, 5);
        long before = segmentFiles();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            BlobStore.Hold hold = store.hold();
            store.compact(rows);
            assertThat(segmentFiles()).isGreaterThan(before);
            hold.close();
            assertThat(segmentFiles()).isLessThan(before);
        }
    }

    /** Between put and commit no row refers to a blob yet. */
    @Test
    void whatIsNotCommittedYetIsNotCollectedWhileItsUploadIsOpen() throws IOException {
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            Row row;
            try (Staged staged = BlobKit.staged(staging, new byte[200])) {
                row = new Row(store.put(staged), staged.dataKey());
                store.sync(row.ref());
                // Full: a new segment is begun, the first is nobody's to append to any more.
                for (int i = 0; i < 20; i++) remove(store, add(store));
                store.sync(row.ref());
                store.compact(rows);
                store.compact(rows);
                rows.add(row); // the commit
            }
            store.compact(rows);
            assertThat(BlobKit.read(store, rows.byId.get(row.ref().id()))).hasSize(200);
        }
    }

    @Test
    void whatWasAbandonedIsCollected() throws IOException {
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            BlobKit.put(store, staging, new byte[200]);
        }
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertThat(store.compact(rows)).isEqualTo(new Compacted(1, 0, 64 + 64 + 216));
            assertThat(segmentFiles()).isZero();
        }
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            Row row = add(store);
            assertThat(row.ref().place().segment()).as("numbers are not used again").isEqualTo(2);
        }
    }

    /** The copies are there, the rows could not be changed: the old ones must stay. */
    @Test
    void rowsThatCannotBeChangedKeepTheirSegment() throws IOException {
        fill(60, 5);
        LiveRows failing =
                new LiveRows() {
                    @Override
                    public List<StoredBlob> referred(long segment) {
                        return rows.referred(segment);
                    }

                    @Override
                    public void moved(List<Move> moved) throws IOException {
                        throw new IOException("database gone");
                    }
                };
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            assertThatThrownBy(() -> store.compact(failing)).hasMessage("database gone");
            assertAllThere(store);
            assertThat(store.compact(rows).moved()).isEqualTo(12);
            assertAllThere(store);
        }
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            store.compact(rows); // the first round's copies, to which no row refers
            assertAllThere(store);
            assertThat(BlobKit.scan(store).size()).isLessThan(25);
        }
    }

    @Test
    void aDamagedHeaderCostsNoMessage() throws IOException {
        fill(10, 1);
        Row kept =
                rows.byId.values().stream()
                        .filter(row -> row.ref().place().segment() == 1)
                        .findAny()
                        .orElseThrow();
        Path file = directory.resolve("segments/00000001.seg");
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (Row row : List.copyOf(rows.byId.values()))
                if (!row.equals(kept)) remove(store, row);
            byte[] bytes = Files.readAllBytes(file);
            bytes[(int) kept.ref().place().offset() - 10] ^= 1;
            Files.write(file, bytes);
            assertThat(store.compact(rows).moved()).isEqualTo(1);
            assertAllThere(store);
            assertThat(BlobKit.scan(store)).extracting(StoredBlob::id).contains(kept.ref().id());
        }
    }

    @Test
    void whatCannotBeCopiedKeepsItsSegment() throws IOException {
        fill(10, 1);
        Path file = directory.resolve("segments/00000001.seg");
        Row last =
                rows.byId.values().stream()
                        .filter(row -> row.ref().place().segment() == 1)
                        .max(
                                (a, b) ->
                                        Long.compare(
                                                a.ref().place().offset(), b.ref().place().offset()))
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        int end = (int) (last.ref().place().offset() + last.ref().sealedSize());
        Files.write(file, java.util.Arrays.copyOf(bytes, end - 1));
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (Row row : List.copyOf(rows.byId.values()))
                if (!row.equals(last)) remove(store, row);
            store.compact(rows);
            assertThat(Files.exists(file)).isTrue();
        }
    }
}
