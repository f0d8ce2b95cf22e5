package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.DataKey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** Blobs in append-only segment files, {@code segments/00000001.seg} and so on. */
@SuppressWarnings("DoNotCallSuggester")
public final class SegmentBlobStore implements BlobStore {
    private SegmentBlobStore() {}

    /**
     * Opens the store; it begins a new segment with the first blob put.
     *
     * @param directory {@code segments/} of the data directory; made when missing
     * @throws IOException when another process has it open
     */
    public static SegmentBlobStore open(Path directory, BlobSettings settings) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlobRef put(Staged staged) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Durability syncing(Collection<BlobRef> blobs) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlobReader open(BlobRef blob, DataKey key) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(BlobRef blob) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Compacted compact(LiveRows rows) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scan(ScanVisitor visitor) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Hold hold() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
