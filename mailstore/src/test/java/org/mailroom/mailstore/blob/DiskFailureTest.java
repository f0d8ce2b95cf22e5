package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.seal.Chunks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A disk that is full or broken: what was acknowledged stays, what was not is refused. */
@Timeout(20)
class DiskFailureTest {
    private static final long SEED = 452;

    @TempDir Path directory;

    private long roomLeft = Long.MAX_VALUE;
    private volatile boolean syncFails;

    /** Fails on demand; what it does not fail at it does for real. */
    private final class FailingFile extends DiskFile {
        FailingFile(Path path) {
            super(path);
        }

        @Override
        void write(ByteBuffer from, long position) throws IOException {
            if (from.remaining() <= roomLeft) {
                roomLeft -= from.remaining();
                super.write(from, position);
                return;
            }
            ByteBuffer part = from.duplicate().limit(from.position() + (int) roomLeft);
            roomLeft = 0;
            super.write(part, position);
            throw new IOException("No space left on device");
        }

        @Override
        void force() throws IOException {
            if (syncFails) throw new IOException("Input/output error");
            super.force();
        }
    }

    private SegmentBlobStore openFailing() throws IOException {
        return SegmentBlobStore.open(
                directory.resolve("segments"), BlobKit.SMALL, FailingFile::new);
    }

    @Test
    void aFullDiskRefusesAndTheSegmentGoesOn() throws IOException {
        Staging staging = BlobKit.staging(directory);
        for (int round = 0; round < 30; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            List<Row> rows = new ArrayList<>();
            List<byte[]> contents = new ArrayList<>();
            Path own = directory.resolve("round" + round);
            roomLeft = Long.MAX_VALUE;
            try (SegmentBlobStore store =
                    SegmentBlobStore.open(own, BlobKit.SMALL, FailingFile::new)) {
                for (int i = 0; i < 12; i++) {
                    byte[] content = BlobKit.bytes(random, random.nextInt(3 * Chunks.PLAIN));
                    boolean full = i % 3 == 1;
                    if (full) roomLeft = random.nextInt(content.length + 1);
                    if (full) {
                        assertThatThrownBy(() -> BlobKit.put(store, staging, content))
                                .as("seed %d", seed)
                                .isInstanceOf(StorageFull.class);
                        roomLeft = Long.MAX_VALUE;
                    } else {
                        Row row = BlobKit.put(store, staging, content);
                        store.sync(row.ref());
                        rows.add(row);
                        contents.add(content);
                    }
                }
            }
            try (SegmentBlobStore store = SegmentBlobStore.open(own, BlobKit.SMALL)) {
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(BlobKit.read(store, rows.get(i))).isEqualTo(contents.get(i));
                }
                assertThat(BlobKit.scan(store))
                        .as("nothing half visible, seed %d", seed)
                        .hasSameSizeAs(rows);
            }
        }
    }

    @Test
    void noSegmentCanBeBegunOnAFullDiskAndNoneIsLeftBehind() throws IOException {
        Staging staging = BlobKit.staging(directory);
        try (SegmentBlobStore store = openFailing()) {
            roomLeft = 10;
            assertThatThrownBy(() -> BlobKit.put(store, staging, new byte[10]))
                    .isInstanceOf(StorageFull.class);
            roomLeft = Long.MAX_VALUE;
            BlobKit.put(store, staging, new byte[10]);
            assertThat(BlobKit.scan(store)).hasSize(1);
        }
    }

    @Test
    void roomIsKeptForTheDatabase() throws IOException {
        Staging staging = BlobKit.staging(directory);
        BlobSettings greedy = new BlobSettings(1 << 20, 0, Long.MAX_VALUE / 2, 50);
        try (SegmentBlobStore store = SegmentBlobStore.open(directory.resolve("s"), greedy)) {
            assertThatThrownBy(() -> BlobKit.put(store, staging, new byte[10]))
                    .isInstanceOf(StorageFull.class);
        }
    }

    @Test
    void aFailedSyncIsNeverFollowedByASuccessfulOneOfTheSameSegment() throws IOException {
        Staging staging = BlobKit.staging(directory);
        byte[] content = BlobKit.bytes(new Random(SEED), 1000);
        try (SegmentBlobStore store = openFailing()) {
            Row durable = BlobKit.put(store, staging, content);
            store.sync(durable.ref());
            Row lost = BlobKit.put(store, staging, content);
            syncFails = true;
            assertThatThrownBy(() -> store.sync(lost.ref())).isInstanceOf(IOException.class);
            syncFails = false;
            assertThatThrownBy(() -> store.sync(lost.ref())).isInstanceOf(IOException.class);
            store.sync(durable.ref());

            Row again = BlobKit.put(store, staging, content);
            assertThat(again.ref().place().segment()).isNotEqualTo(lost.ref().place().segment());
            store.sync(again.ref());
            assertThat(BlobKit.read(store, durable)).isEqualTo(content);
            assertThat(BlobKit.read(store, again)).isEqualTo(content);
        }
    }

    @Test
    void aSyncNeverAcknowledgesAWriteThatIsStillUnderWay() {
        List<Segment> wanted = new ArrayList<>();
        try {
            Segment segment =
                    Segment.create(1, directory.resolve("1.seg"), DiskFile::new, wanted::add);
            long slow = segment.reserve(1000, 1 << 20);
            long quick = segment.reserve(1000, 1 << 20);
            segment.written(quick, 1000, true);
            long turn = segment.requestSync(quick + 1000);
            segment.sync();
            segment.awaitSynced(quick + 1000, turn); // its own write was complete before the sync

            long slowTurn = segment.requestSync(slow + 1000);
            assertThat(slowTurn).as("that sync began before").isGreaterThan(turn);
            assertThat(segment.complete()).isEqualTo(slow);
            segment.written(slow, 1000, true);
            assertThat(segment.complete()).isEqualTo(quick + 1000);
            segment.sync();
            segment.awaitSynced(slow + 1000, slowTurn);
            segment.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
