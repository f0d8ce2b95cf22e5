package org.mailroom.mailstore.check;

import org.mailroom.mailstore.blob.ScanVisitor;
import org.mailroom.mailstore.blob.StoredBlob;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What lies in segment files without a row: deleted contents, uploads not committed yet, and what a
 * torn or failed write left. Compaction gives the space back; here it is only counted.
 */
final class SegmentCheck implements ScanVisitor {
    private static final int BATCH = 500;

    private final Walk walk;
    private final List<StoredBlob> batch = new ArrayList<>();
    private long records;
    private long octets;
    private long torn;

    SegmentCheck(Walk walk) {
        this.walk = walk;
    }

    void run() throws IOException {
        walk.store().blobStore().scan(this);
        flush();
        if (records > 0 || torn > 0) {
            String text =
                    "%d contents without rows, %d octets, and %d octets that are no content, await compaction"
                            .formatted(records, octets, torn);
            walk.report(Finding.Kind.GARBAGE, 0, 0, text);
        }
    }

    @Override
    public void blob(StoredBlob blob) {
        if (!batch.isEmpty() && batch.getFirst().place().segment() != blob.place().segment()) {
            flush();
        }
        batch.add(blob);
        if (batch.size() == BATCH) {
            flush();
        }
        walk.at("segment " + blob.place().segment(), blob.place().offset(), 0);
    }

    @Override
    public void garbage(long segment, long offset, long length) {
        torn += length;
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<Long> positions = batch.stream().map(b -> b.place().offset()).toList();
        var known =
                new HashSet<>(
                        walk.store()
                                .database()
                                .read(
                                        session ->
                                                session.createSelectionQuery(
                                                                "select position from BlobRow where"
                                                                        + " segment = :segment and"
                                                                        + " position in (:positions)",
                                                                Long.class)
                                                        .setParameter(
                                                                "segment",
                                                                batch.getFirst().place().segment())
                                                        .setParameter("positions", positions)
                                                        .getResultList()));
        for (StoredBlob blob : batch) {
            if (!known.contains(blob.place().offset())) {
                records++;
                octets += blob.sealedSize();
            }
        }
        batch.clear();
    }
}
