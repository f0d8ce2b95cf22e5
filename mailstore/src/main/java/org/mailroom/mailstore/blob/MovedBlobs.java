package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.seal.BlobId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where compaction has moved blobs in this run, for those who read the row before the move and open
 * the blob after it. The latest ones only: nobody holds a reference that long.
 */
final class MovedBlobs {
    private static final int KEPT = 50_000;

    private final Map<BlobId, BlobRef.Place> places =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<BlobId, BlobRef.Place> eldest) {
                    return size() > KEPT;
                }
            };

    synchronized void add(List<LiveRows.Move> moves) {
        for (LiveRows.Move move : moves) places.put(move.from().id(), move.to());
    }

    /** The latest place known, or null when not moved from there. */
    synchronized BlobRef.@Nullable Place find(BlobRef blob) {
        BlobRef.@Nullable Place place = places.get(blob.id());
        return blob.place().equals(place) ? null : place;
    }
}
