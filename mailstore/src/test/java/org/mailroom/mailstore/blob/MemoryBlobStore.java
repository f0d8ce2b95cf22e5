package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.ChunkOpener;
import org.mailroom.mailstore.seal.DataKey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory, sealed as ever, for tests that are not about the disk. */
public final class MemoryBlobStore implements BlobStore {
    private static final BlobRef.Place PLACE = new BlobRef.Place(0, 0);

    private final Map<BlobId, byte[]> sealed = new ConcurrentHashMap<>();
    private final Set<BlobId> pinned = ConcurrentHashMap.newKeySet();

    @Override
    public BlobRef put(Staged staged) throws IOException {
        BlobRef ref = new BlobRef(staged.id(), PLACE, staged.size(), staged.digest());
        byte[] content = new byte[Math.toIntExact(ref.sealedSize())];
        byte[] buffer = Buffers.take();
        for (int at = 0; at < content.length; ) {
            int read = staged.readSealed(at, buffer, Math.min(buffer.length, content.length - at));
            System.arraycopy(buffer, 0, content, at, read);
            at += read;
        }
        pinned.add(ref.id());
        staged.onClose(() -> pinned.remove(ref.id()));
        sealed.put(ref.id(), content);
        return ref;
    }

    @Override
    public Durability syncing(Collection<BlobRef> blobs) throws IOException {
        for (BlobRef blob : blobs) find(blob);
        return () -> {};
    }

    @Override
    public BlobReader open(BlobRef blob, DataKey key) throws IOException {
        byte[] content = find(blob);
        SealedSource source =
                (position, into, length) -> {
                    int part = (int) Math.min(length, content.length - position);
                    System.arraycopy(content, (int) position, into, 0, part);
                    return part;
                };
        ChunkOpener opener = new ChunkOpener(key, blob.id(), blob.size());
        return new BlobReader("blob " + blob.id(), source, opener);
    }

    @Override
    public void delete(BlobRef blob) {
        sealed.remove(blob.id());
    }

    @Override
    public Compacted compact(LiveRows rows) throws IOException {
        Set<BlobId> open = new HashSet<>(pinned);
        List<StoredBlob> found = new ArrayList<>();
        scan(found::add);
        Set<BlobId> live = new HashSet<>();
        for (StoredBlob blob : rows.referred(PLACE.segment())) live.add(blob.id());
        long freed = 0;
        for (StoredBlob blob : found) {
            if (live.contains(blob.id()) || open.contains(blob.id())) continue;
            sealed.remove(blob.id());
            freed += blob.sealedSize();
        }
        return new Compacted(0, 0, freed);
    }

    @Override
    public void scan(ScanVisitor visitor) throws IOException {
        for (Map.Entry<BlobId, byte[]> blob : sealed.entrySet()) {
            visitor.blob(new StoredBlob(blob.getKey(), PLACE, blob.getValue().length));
        }
    }

    @Override
    public Hold hold() {
        return () -> {};
    }

    @Override
    public void close() {
        sealed.clear();
    }

    private byte[] find(BlobRef blob) throws NoSuchBlob {
        byte[] content = sealed.get(blob.id());
        if (content == null) throw new NoSuchBlob("no blob " + blob.id());
        return content;
    }
}
