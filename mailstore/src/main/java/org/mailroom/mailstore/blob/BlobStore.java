package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.DataKey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Keeps sealed blobs. Safe for use by many threads. The order for a new message is
 *
 * <pre>
 * try (Staged staged = staging.stage()) {
 *     … staged.write(…), staged.finish();
 *     BlobRef ref = store.put(staged);
 *     store.sync(ref);                        // or Durability d = store.syncing(ref) … d.await()
 *     … commit the rows that refer to it, acknowledge
 * }
 * </pre>
 *
 * A blob that has been put is safe from compaction until its {@link Staged} is closed, so close it
 * <b>after</b> the rows are committed or given up.
 */
public interface BlobStore extends AutoCloseable {
    /**
     * Stores a finished upload. It can be opened at once but is <em>not yet durable</em>. Putting
     * the same upload again makes a second copy, for when a sync has failed.
     *
     * @throws StorageFull when there is no room
     */
    BlobRef put(Staged staged) throws IOException;

    /** Begins to make blobs durable and returns at once. */
    Durability syncing(Collection<BlobRef> blobs) throws IOException;

    /**
     * Returns once these blobs survive kill -9 and power loss. Many callers share one sync of the
     * disk.
     *
     * @throws IOException when that failed: they must not be acknowledged
     */
    default void sync(BlobRef... blobs) throws IOException {
        syncing(List.of(blobs)).await();
    }

    /**
     * Opens a blob for reading; close the reader.
     *
     * @throws NoSuchBlob when nothing lies there
     */
    BlobReader open(BlobRef blob, DataKey key) throws IOException;

    /** Tells that no row refers to a blob any more; its space comes back with {@link #compact}. */
    void delete(BlobRef blob) throws IOException;

    /**
     * Collects what no row refers to: rewrites sparse segments and deletes the old ones, each as
     * soon as nobody reads it. Meant to run in the background; one at a time.
     */
    Compacted compact(LiveRows rows) throws IOException;

    /** Walks every record of the store. Blobs put meanwhile may or may not be among them. */
    void scan(ScanVisitor visitor) throws IOException;

    /**
     * While held, nothing that the store's files contain now is deleted: for a backup that copies
     * them while the store is in use.
     */
    Hold hold();

    @Override
    void close() throws IOException;

    /** See {@link #hold}. */
    interface Hold extends AutoCloseable {
        /** The files there are now; none for a store that is not made of files. */
        default List<StoreFile> files() {
            return List.of();
        }

        @Override
        void close();
    }

    /**
     * A file of the store.
     *
     * @param number never given to another file
     * @param length how far it is in use, in bytes; not all of it need be written yet
     * @param settled whether it will never change again
     */
    record StoreFile(long number, Path path, long length, boolean settled) {}
}
