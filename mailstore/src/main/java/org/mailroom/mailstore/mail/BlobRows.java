package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.blob.LiveRows;
import org.mailroom.mailstore.blob.StoredBlob;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.BlobId;

import java.util.List;

/** What compaction asks of the rows that refer to blobs. */
final class BlobRows implements LiveRows {
    private final Database database;

    BlobRows(Database database) {
        this.database = database;
    }

    @Override
    public List<StoredBlob> referred(long segment) {
        List<BlobRow> rows =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "from BlobRow where segment = :segment",
                                                BlobRow.class)
                                        .setParameter("segment", segment)
                                        .getResultList());
        return rows.stream().map(BlobRows::stored).toList();
    }

    private static StoredBlob stored(BlobRow row) {
        BlobRef.Place place = new BlobRef.Place(row.segment, row.position);
        return new StoredBlob(BlobId.of(row.token), place, row.sealedLength);
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
