package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.blob.LiveRows;
import org.mailroom.mailstore.blob.StoredBlob;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.Database;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What compaction asks of the rows that refer to blobs. */
final class BlobRows implements LiveRows {
    private final Database database;

    BlobRows(Database database) {
        this.database = database;
    }

    @Override
    public Set<StoredBlob> live(List<StoredBlob> found) {
        Map<BlobRef.Place, BlobRow> rows = database.read(session -> at(session, found));
        var live = new HashSet<StoredBlob>();
        for (StoredBlob blob : found) {
            BlobRow row = rows.get(blob.place());
            if (row != null && Arrays.equals(row.token, blob.id().toBytes())) {
                live.add(blob);
            }
        }
        return live;
    }

    private static Map<BlobRef.Place, BlobRow> at(
            StatelessSession session, List<StoredBlob> blobs) {
        var rows = new HashMap<BlobRef.Place, BlobRow>();
        if (blobs.isEmpty()) {
            return rows;
        }
        session.createSelectionQuery(
                        "from BlobRow where segment = :segment and position in (:positions)",
                        BlobRow.class)
                .setParameter("segment", blobs.getFirst().place().segment())
                .setParameter("positions", blobs.stream().map(b -> b.place().offset()).toList())
                .getResultList()
                .forEach(row -> rows.put(new BlobRef.Place(row.segment, row.position), row));
        return rows;
    }

    @Override
    public void moved(List<Move> moves) {
        database.writeDurably(
                session -> {
                    for (Move move : moves) {
                        session.createMutationQuery(
                                        "update BlobRow set segment = :segment, position ="
                                                + " :position where segment = :oldSegment and"
                                                + " position = :oldPosition")
                                .setParameter("segment", move.to().segment())
                                .setParameter("position", move.to().offset())
                                .setParameter("oldSegment", move.from().place().segment())
                                .setParameter("oldPosition", move.from().place().offset())
                                .executeUpdate();
                    }
                });
    }
}
