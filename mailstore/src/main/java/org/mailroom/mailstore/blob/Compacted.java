package org.mailroom.mailstore.blob;

/**
 * What a compaction did.
 *
 * @param segments segments rewritten or dropped
 * @param moved blobs copied
 * @param freedBytes bytes of disk given back, as far as no reader holds them any more
 */
public record Compacted(int segments, int moved, long freedBytes) {}
