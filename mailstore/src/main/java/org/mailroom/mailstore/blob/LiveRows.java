package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.util.List;

/** What compaction asks of whoever keeps the rows that refer to blobs. */
public interface LiveRows {
    /**
     * Every blob in this segment that a committed row refers to, at the place that the row says.
     * What is not among them is garbage; a segment with none is deleted. It is the rows that are
     * asked, not the segment's headers, so that a damaged header costs no message.
     *
     * @throws IOException when that cannot be told; the segment then stays
     */
    List<StoredBlob> referred(long segment) throws IOException;

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
