package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks the records of one segment by their headers. After bytes that are no record, which a failed
 * or torn write leaves, it goes on at the next header.
 */
final class SegmentScan {
    private static final int WINDOW = 64 << 10;

    private final Segment segment;
    private final long end;
    private final ScanVisitor visitor;

    private final byte[] window = new byte[WINDOW];
    private long windowStart;
    private int windowLength;

    /**
     * @param segment acquired by the caller
     * @param end where to stop: what lies behind may be being written
     */
    SegmentScan(Segment segment, long end, ScanVisitor visitor) {
        this.segment = segment;
        this.end = end;
        this.visitor = visitor;
    }

    void run() throws IOException {
        long at = Headers.BYTES;
        if (!headed()) visitor.garbage(segment.number(), 0, Math.min(end, Headers.BYTES));
        long garbageFrom = -1;
        while (at < end) {
            @Nullable StoredBlob blob = recordAt(at);
            if (blob == null) {
                if (garbageFrom < 0) garbageFrom = at;
                at += Headers.BYTES;
            } else {
                if (garbageFrom >= 0) {
                    visitor.garbage(segment.number(), garbageFrom, at - garbageFrom);
                }
                garbageFrom = -1;
                visitor.blob(blob);
                at += Headers.recordSize(blob.sealedSize());
            }
        }
        if (garbageFrom >= 0) {
            visitor.garbage(segment.number(), garbageFrom, end - garbageFrom);
        }
    }

    private boolean headed() throws IOException {
        byte[] header = new byte[Headers.BYTES];
        segment.file().read(ByteBuffer.wrap(header), 0);
        return Headers.isSegment(header, segment.number());
    }

    /** The record that begins there, complete as far as its length goes; null when none does. */
    private @Nullable StoredBlob recordAt(long at) throws IOException {
        if (end - at < Headers.BYTES) return null;
        if (at < windowStart || at + Headers.BYTES > windowStart + windowLength) {
            ByteBuffer buffer = ByteBuffer.wrap(window);
            segment.file().read(buffer, at);
            windowStart = at;
            windowLength = buffer.position();
            if (windowLength < Headers.BYTES) return null;
        }
        long content = at + Headers.BYTES;
        BlobRef.Place place = new BlobRef.Place(segment.number(), content);
        @Nullable StoredBlob blob = Headers.record(window, (int) (at - windowStart), place);
        return blob == null || blob.sealedSize() > end - content ? null : blob;
    }
}
