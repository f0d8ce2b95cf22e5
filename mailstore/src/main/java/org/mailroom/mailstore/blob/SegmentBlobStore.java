package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.ChunkOpener;
import org.mailroom.mailstore.seal.DataKey;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Blobs in append-only segment files, {@code segments/00000001.seg} and so on.
 *
 * <p>A new segment is begun with the first blob of a run, when the present one is large enough, and
 * when a sync has failed; what an earlier run left is read and compacted, never appended to, so a
 * torn tail stays what it is: garbage at the end of an old file.
 */
public final class SegmentBlobStore implements BlobStore {
    private final BlobSettings settings;
    private final SegmentDirectory segments;
    private final FreeSpace space;
    private final Syncer syncer;
    private final MovedBlobs movedBlobs = new MovedBlobs();

    /** Blobs that have been put and whose upload is still open: a row may be on its way. */
    private final Set<Pin> pins = ConcurrentHashMap.newKeySet();

    private record Pin(BlobId blob, BlobRef.Place place) {}

    /** Held while a segment is begun; never while a record is written. */
    private final ReentrantLock beginning = new ReentrantLock();

    private final ReentrantLock compacting = new ReentrantLock();
    private volatile @Nullable Segment active;
    private volatile boolean closed;

    private SegmentBlobStore(
            BlobSettings settings, SegmentDirectory segments, FreeSpace space, Syncer syncer) {
        this.settings = settings;
        this.segments = segments;
        this.space = space;
        this.syncer = syncer;
    }

    /**
     * Opens the store; it begins a new segment with the first blob put.
     *
     * @param directory {@code segments/} of the data directory; made when missing
     * @throws IOException when another process has it open
     */
    public static SegmentBlobStore open(Path directory, BlobSettings settings) throws IOException {
        return open(directory, settings, DiskFile::new);
    }

    static SegmentBlobStore open(
            Path directory, BlobSettings settings, Function<Path, DiskFile> files)
            throws IOException {
        Directories.create(directory);
        FreeSpace space = new FreeSpace(directory, settings.minFreeBytes());
        Syncer syncer = new Syncer();
        SegmentDirectory segments = SegmentDirectory.open(directory, files, syncer::add);
        syncer.start();
        return new SegmentBlobStore(settings, segments, space, syncer);
    }

    @Override
    public BlobRef put(Staged staged) throws IOException {
        SealedContent content = new SealedContent(staged.head(), staged::readSealed);
        BlobRef.Place nowhere = new BlobRef.Place(0, 0);
        BlobRef ref = new BlobRef(staged.id(), nowhere, staged.size(), staged.digest());
        StoredBlob stored =
                append(ref.id(), content, ref.sealedSize(), place -> pin(staged, place));
        return ref.at(stored.place());
    }

    private void pin(Staged staged, BlobRef.Place place) {
        Pin pin = new Pin(staged.id(), place);
        pins.add(pin);
        staged.onClose(() -> pins.remove(pin));
    }

    @Override
    public Durability syncing(Collection<BlobRef> blobs) throws IOException {
        List<StoredBlob> stored = new ArrayList<>(blobs.size());
        for (BlobRef blob : blobs) {
            if (segments.find(blob.place().segment()) != null) stored.add(stored(blob));
            // What was moved was synced before it was.
            else if (movedBlobs.find(blob) == null) throw noSuchBlob(blob);
        }
        return syncingStored(stored);
    }

    /** Asks at once for a sync of every segment concerned; waits for them one after the other. */
    Durability syncingStored(List<StoredBlob> blobs) throws IOException {
        Map<Segment, Long> ends = new HashMap<>();
        for (StoredBlob blob : blobs) {
            Segment segment = segments.find(blob.place().segment());
            if (segment == null) throw new NoSuchBlob("gone: " + blob);
            ends.merge(segment, blob.place().offset() + blob.sealedSize(), Math::max);
        }
        Map<Segment, Long> turns = new HashMap<>();
        ends.forEach((segment, end) -> turns.put(segment, segment.requestSync(end)));
        return () -> {
            for (Map.Entry<Segment, Long> turn : turns.entrySet()) {
                Segment segment = turn.getKey();
                segment.awaitSynced(ends.getOrDefault(segment, 0L), turn.getValue());
            }
        };
    }

    @Override
    public BlobReader open(BlobRef blob, DataKey key) throws IOException {
        requireOpen();
        Segment segment = segments.find(blob.place().segment());
        if (segment == null || !segment.acquire()) {
            BlobRef.@Nullable Place moved = movedBlobs.find(blob);
            if (moved == null) throw noSuchBlob(blob);
            return open(blob.at(moved), key);
        }
        boolean opened = false;
        try {
            if (blob.place().offset() + blob.sealedSize() > segment.tail()) throw noSuchBlob(blob);
            segments.touch(segment);
            BlobReader reader = reader(blob, key, segment);
            opened = true;
            return reader;
        } finally {
            if (!opened) segment.release();
        }
    }

    private static BlobReader reader(BlobRef blob, DataKey key, Segment segment) {
        SegmentSource source = new SegmentSource(segment.file(), blob.place().offset());
        SealedSource releasing =
                new SealedSource() {
                    @Override
                    public int read(long position, byte[] into, int length) throws IOException {
                        return source.read(position, into, length);
                    }

                    @Override
                    public void close() {
                        segment.release();
                    }
                };
        String name = "blob " + blob.id() + " in segment " + segment.number();
        return new BlobReader(name, releasing, new ChunkOpener(key, blob.id(), blob.size()));
    }

    @Override
    public void delete(BlobRef blob) {
        Segment segment = segments.find(blob.place().segment());
        if (segment != null) segment.addDead(Headers.recordSize(blob.sealedSize()));
    }

    @Override
    public Compacted compact(LiveRows rows) throws IOException {
        requireOpen();
        compacting.lock();
        try {
            Segment current = active;
            if (current != null && current.sparse(settings.compactBelowPercent())) {
                current.finish(); // a candidate next time
            }
            List<Segment> candidates = new ArrayList<>(segments.all());
            return new Compaction(this, rows, settings.compactBelowPercent()).run(candidates);
        } finally {
            compacting.unlock();
        }
    }

    @Override
    public void scan(ScanVisitor visitor) throws IOException {
        requireOpen();
        for (Segment segment : segments.all()) {
            if (!segment.acquire()) continue;
            try {
                new SegmentScan(segment, segment.complete(), visitor).run();
            } finally {
                segment.release();
            }
        }
    }

    @Override
    public Hold hold() {
        return segments.hold();
    }

    /** Syncs what has been put and closes every file, also under readers still open. */
    @Override
    public void close() throws IOException {
        beginning.lock();
        try {
            if (closed) return;
            closed = true;
            Segment current = active;
            if (current != null) current.finish();
        } finally {
            beginning.unlock();
        }
        syncer.close();
        segments.close();
    }

    /**
     * Writes a record.
     *
     * @param reserved told its place before the write: compaction looks at no segment that is being
     *     written to, so a pin set there is never too late
     */
    StoredBlob append(
            BlobId id, SealedContent content, long sealedSize, Consumer<BlobRef.Place> reserved)
            throws IOException {
        long bytes = Headers.recordSize(sealedSize);
        space.require(bytes);
        @Nullable Segment full = null;
        while (true) {
            Segment segment = appendable(full, bytes);
            long start = segment.reserve(bytes, settings.segmentBytes());
            if (start >= 0) {
                BlobRef.Place place = new BlobRef.Place(segment.number(), start + Headers.BYTES);
                reserved.accept(place);
                StoredBlob blob = new StoredBlob(id, place, sealedSize);
                write(segment, blob, content);
                return blob;
            }
            full = segment;
        }
    }

    /** Whether a blob in the segment has its upload still open. */
    boolean pinned(long segment) {
        return pins.stream().anyMatch(pin -> pin.place().segment() == segment);
    }

    /** The rows have been changed. */
    void forward(List<LiveRows.Move> moves) {
        movedBlobs.add(moves);
    }

    void retire(Segment segment) {
        segments.retire(segment);
    }

    // The header goes last, with the first chunk: a record cut short by an error has none.
    private void write(Segment segment, StoredBlob blob, SealedContent content) throws IOException {
        long start = blob.place().offset() - Headers.BYTES;
        byte[] head = content.head();
        boolean complete = false;
        try {
            writeRest(segment, blob, content);
            Headers.record(blob, head);
            segment.file().write(ByteBuffer.wrap(head), start);
            complete = true;
        } catch (IOException e) {
            throw space.explain(e, blob.sealedSize());
        } finally {
            segment.written(start, Headers.recordSize(blob.sealedSize()), complete);
        }
    }

    private static void writeRest(Segment segment, StoredBlob blob, SealedContent content)
            throws IOException {
        long at = (long) content.head().length - Headers.BYTES;
        if (at == blob.sealedSize()) return;
        byte[] buffer = Buffers.take();
        try {
            while (at < blob.sealedSize()) {
                int wanted = (int) Math.min(buffer.length, blob.sealedSize() - at);
                int read = content.rest().read(at, buffer, wanted);
                if (read <= 0) throw new EOFException("sealed content cut short: " + blob);
                segment.file().write(ByteBuffer.wrap(buffer, 0, read), blob.place().offset() + at);
                at += read;
            }
        } finally {
            Buffers.give(buffer, 0);
        }
    }

    /** The segment to append to, a new one if there is none or the present one is the full one. */
    private Segment appendable(@Nullable Segment full, long bytes) throws IOException {
        Segment current = active;
        if (current != null && current != full) {
            requireOpen();
            return current;
        }
        beginning.lock();
        try {
            requireOpen();
            current = active;
            if (current == null || current == full) {
                current = segments.begin();
                active = current;
            }
            return current;
        } catch (IOException e) {
            throw space.explain(e, bytes);
        } finally {
            beginning.unlock();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) throw new IOException("blob store closed");
    }

    private static StoredBlob stored(BlobRef blob) {
        return new StoredBlob(blob.id(), blob.place(), blob.sealedSize());
    }

    private static NoSuchBlob noSuchBlob(BlobRef blob) {
        return new NoSuchBlob("no blob " + blob.id() + " at " + blob.place());
    }
}
