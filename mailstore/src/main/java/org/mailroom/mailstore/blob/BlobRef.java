package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.Chunks;
import org.mailroom.mailstore.seal.Digest;

/**
 * A blob and where it lies; what a row keeps to find it again.
 *
 * @param place where it lies now; compaction changes it
 * @param size plain size in bytes
 * @param digest keyed digest of the plain content
 */
public record BlobRef(BlobId id, Place place, long size, Digest digest) {

    /**
     * A position in a store. Stores without segments use 0 and 0.
     *
     * @param segment number of the segment file
     * @param offset where its sealed content begins in that file, in bytes
     */
    public record Place(long segment, long offset) {}

    /** Bytes it takes up sealed. */
    public long sealedSize() {
        return Chunks.sealedSize(size);
    }

    /** The same blob elsewhere. */
    public BlobRef at(Place other) {
        return new BlobRef(id, other, size, digest);
    }
}
