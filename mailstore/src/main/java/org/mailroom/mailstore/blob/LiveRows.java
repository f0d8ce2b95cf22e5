package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What compaction asks of whoever keeps the rows that refer to blobs. */
public interface LiveRows {
    /**
     * Which of these a committed row refers to, by id <em>and</em> place: a row that refers to the
     * blob elsewhere does not count.
     *
     * @param found records of one segment, at most 1,000
     */
    Set<StoredBlob> live(List<StoredBlob> found) throws IOException;

    /**
     * Makes the rows refer to the new places. Returns when that is durable; only then is the old
     * segment deleted. A row that no longer refers to the old place stays as it is.
     *
     * @param moved at most 1,000
     */
    void moved(List<Move> moved) throws IOException;

    /** A blob that has been copied and synced. */
    record Move(StoredBlob from, BlobRef.Place to) {}
}
