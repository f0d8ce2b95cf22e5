package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Small things the blob tests share. */
final class BlobKit {
    static final BlobSettings SMALL = new BlobSettings(1 << 20, 132 << 10, 0, 50);

    private BlobKit() {}

    /** A blob with what a row keeps of it. */
    record Row(BlobRef ref, DataKey key) {}

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static Staged staged(Staging staging, byte[] content) throws IOException {
        Staged staged = staging.stage();
        staged.write(content, 0, content.length);
        staged.finish();
        return staged;
    }

    static Row put(BlobStore store, Staging staging, byte[] content) throws IOException {
        try (Staged staged = staged(staging, content)) {
            return new Row(store.put(staged), staged.dataKey());
        }
    }

    static byte[] read(BlobStore store, Row row) throws IOException {
        try (BlobReader reader = store.open(row.ref(), row.key())) {
            return reader.readAll();
        }
    }

    static List<StoredBlob> scan(BlobStore store) throws IOException {
        List<StoredBlob> found = new ArrayList<>();
        store.scan(found::add);
        return found;
    }

    static SegmentBlobStore open(Path directory) throws IOException {
        return SegmentBlobStore.open(directory.resolve("segments"), SMALL);
    }

    static Staging staging(Path directory) throws IOException {
        return Staging.open(directory.resolve("staging"), SMALL);
    }

    /** Rows in memory that compaction works on as it does on the database's. */
    static final class Rows implements LiveRows {
        final Map<BlobId, Row> byId = new ConcurrentHashMap<>();

        void add(Row row) {
            byId.put(row.ref().id(), row);
        }

        @Override
        public List<StoredBlob> referred(long segment) {
            return byId.values().stream()
                    .map(Row::ref)
                    .filter(ref -> ref.place().segment() == segment)
                    .map(ref -> new StoredBlob(ref.id(), ref.place(), ref.sealedSize()))
                    .toList();
        }

        @Override
        public void moved(List<Move> moved) {
            for (Move move : moved) {
                byId.computeIfPresent(
                        move.from().id(),
                        (id, row) ->
                                row.ref().place().equals(move.from().place())
                                        ? new Row(row.ref().at(move.to()), row.key())
                                        : row);
            }
        }
    }
}
