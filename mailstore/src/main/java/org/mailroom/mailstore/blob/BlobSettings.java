package org.mailroom.mailstore.blob;

/**
 * Settings of the blob store.
 *
 * @param segmentBytes size at which a new segment file is begun, in bytes. Larger ones mean fewer
 *     files, smaller ones finer compaction.
 * @param memoryBytes sealed bytes of an incoming message that stay in memory before it overflows to
 *     a staging file, in bytes, for each message being received.
 * @param minFreeBytes free disk space below which new blobs are refused, in bytes, so that the
 *     database still has room to commit deletions.
 * @param compactBelowPercent a segment is rewritten when less than this share of it is still
 *     referred to, in percent. Segments with nothing alive are deleted in any case.
 */
public record BlobSettings(
        long segmentBytes, int memoryBytes, long minFreeBytes, int compactBelowPercent) {
    public static final BlobSettings DEFAULTS =
            new BlobSettings(128L << 20, 128 << 10, 64L << 20, 50);

    public BlobSettings {
        if (segmentBytes < 1 << 20) throw new IllegalArgumentException("segmentBytes below 1 MiB");
        if (memoryBytes < 0) throw new IllegalArgumentException("memoryBytes below 0");
        if (minFreeBytes < 0) throw new IllegalArgumentException("minFreeBytes below 0");
        if (compactBelowPercent < 0 || compactBelowPercent > 100) {
            throw new IllegalArgumentException("compactBelowPercent outside 0 to 100");
        }
    }
}
