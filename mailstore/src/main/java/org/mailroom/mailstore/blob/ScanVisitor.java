package org.mailroom.mailstore.blob;

import java.io.IOException;

/** Takes what {@link BlobStore#scan} finds. */
public interface ScanVisitor {
    /** A record with an intact header; its content has not been looked at. */
    void blob(StoredBlob blob) throws IOException;

    /**
     * Bytes that are no record: a torn tail, a write that failed, or damage. Harmless unless a row
     * refers into them.
     */
    default void garbage(long segment, long offset, long length) throws IOException {}
}
