package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.Chunks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One round of compaction. For every segment that nobody appends to any more: ask which of its
 * records rows refer to; when those are few, copy them to the segment being appended to, sync, have
 * the rows changed, ask again that no row refers to the old segment, delete it.
 *
 * <p>A crash at any point leaves both copies or the old one, never neither; what no row refers to
 * is collected by a later round. A blob put but not committed yet has no row: its segment is left
 * alone while the upload is open. Uploads are looked at before rows, so that one committed in
 * between is seen as either.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int BATCH = 1_000;

    private final SegmentBlobStore store;
    private final LiveRows rows;
    private final int percent;

    private int segments;
    private int moved;
    private long freed;

    Compaction(SegmentBlobStore store, LiveRows rows, int percent) {
        this.store = store;
        this.rows = rows;
        this.percent = percent;
    }

    Compacted run(List<Segment> candidates) throws IOException {
        for (Segment segment : candidates) {
            if (!segment.settled() || !segment.worthExamining(percent)) continue;
            if (!segment.acquire()) continue;
            boolean emptied;
            try {
                emptied = compact(segment);
            } finally {
                segment.release();
            }
            if (emptied) {
                segments++;
                freed += segment.tail();
                store.retire(segment);
            }
        }
        return new Compacted(segments, moved, freed);
    }

    /** Whether no row refers to the segment any more. */
    private boolean compact(Segment segment) throws IOException {
        if (store.pinned(segment.number())) return false; // before the rows are asked
        List<StoredBlob> live = rows.referred(segment.number());
        long liveBytes = live.stream().mapToLong(b -> Headers.recordSize(b.sealedSize())).sum();
        segment.examined(segment.tail() - liveBytes);
        if (!live.isEmpty() && !segment.failed() && !segment.sparse(percent)) return false;
        for (int i = 0; i < live.size(); i += BATCH) {
            List<StoredBlob> batch = live.subList(i, Math.min(live.size(), i + BATCH));
            if (!move(segment, batch)) return false;
        }
        return live.isEmpty() || rows.referred(segment.number()).isEmpty();
    }

    private boolean move(Segment segment, List<StoredBlob> batch) throws IOException {
        List<LiveRows.Move> moves = new ArrayList<>();
        List<StoredBlob> copies = new ArrayList<>();
        for (StoredBlob blob : batch) {
            try {
                StoredBlob copy =
                        store.append(
                                blob.id(), content(segment, blob), blob.sealedSize(), place -> {});
                moves.add(new LiveRows.Move(blob, copy.place()));
                copies.add(copy);
            } catch (StorageFull e) {
                // Go on: deleting a segment with nothing alive needs no room and makes some.
                LOG.warn("segment {} not rewritten: {}", segment.number(), e.getMessage());
                return false;
            } catch (IOException e) {
                // Unreadable here; verify names the messages. What can be read stays readable.
                LOG.error(
                        "segment {} keeps what cannot be copied: {}",
                        segment.number(),
                        e.toString());
                return false;
            }
        }
        store.syncingStored(copies).await();
        rows.moved(moves);
        store.forward(moves);
        moved += moves.size();
        return true;
    }

    /** Sealed content as it is: copying needs no key. */
    private static SealedContent content(Segment segment, StoredBlob blob) throws IOException {
        SegmentSource source = new SegmentSource(segment.file(), blob.place().offset());
        int first = (int) Math.min(Chunks.SEALED, blob.sealedSize());
        byte[] head = new byte[Headers.BYTES + first];
        byte[] chunk = new byte[first];
        if (source.read(0, chunk, first) != first) throw new EOFException("" + blob);
        System.arraycopy(chunk, 0, head, Headers.BYTES, first);
        return new SealedContent(head, source);
    }
}
