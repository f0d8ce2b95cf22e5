package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The segment files of a store: which there are, the number of the next one, and when one may be
 * deleted. Numbers are never used again, so that a copy of a segment made earlier is that segment.
 */
final class SegmentDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentDirectory.class);
    private static final Pattern NAME = Pattern.compile("(\\d{8,18})\\.seg");

    /** File handles kept open for reading. */
    private static final int OPEN = 256;

    private final Path path;
    private final Function<Path, DiskFile> files;
    private final Consumer<Segment> wantsSync;
    private final FileChannel lock;
    private final DiskFile numberFile;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

    /**
     * Segments read lately, the latest last; guarded by itself, so that readers wait for no disk.
     */
    private final LinkedHashSet<Segment> recent = new LinkedHashSet<>();

    // All guarded by this.
    private long lastNumber;
    private int holds;
    private final List<Segment> held = new ArrayList<>();

    private SegmentDirectory(
            Path path,
            Function<Path, DiskFile> files,
            Consumer<Segment> wantsSync,
            FileChannel lock) {
        this.path = path;
        this.files = files;
        this.wantsSync = wantsSync;
        this.lock = lock;
        this.numberFile = new DiskFile(path.resolve("number"));
    }

    static SegmentDirectory open(
            Path path, Function<Path, DiskFile> files, Consumer<Segment> wantsSync)
            throws IOException {
        FileChannel lock = lock(path);
        SegmentDirectory directory = new SegmentDirectory(path, files, wantsSync, lock);
        try {
            directory.load();
            return directory;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    // Held until the channel closes. A file of its own: POSIX drops a lock with any handle's
    // closing.
    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) return channel;
        } catch (OverlappingFileLockException e) {
            // This process itself; said below.
        }
        channel.close();
        throw new IOException("blob store in use by another process: " + path);
    }

    private void load() throws IOException {
        if (Files.exists(numberFile.path())) {
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
            numberFile.read(number, 0);
            if (!number.hasRemaining()) lastNumber = number.getLong(0);
        } else {
            numberFile.create();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.seg")) {
            for (Path file : found) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) load(Long.parseLong(name.group(1)), file);
            }
        }
    }

    private void load(long number, Path file) throws IOException {
        lastNumber = Math.max(lastNumber, number);
        if (Files.size(file) <= Headers.BYTES) {
            Files.delete(file); // begun, and nothing put in it
        } else {
            segments.put(number, Segment.existing(number, file, files, wantsSync));
        }
    }

    /** Begins a segment: file, header and name are durable on return. */
    synchronized Segment begin() throws IOException {
        long number = lastNumber + 1;
        numberFile.write(ByteBuffer.allocate(Long.BYTES).putLong(0, number), 0);
        lastNumber = number;
        Path file = path.resolve(String.format(Locale.ROOT, "%08d.seg", number));
        try {
            Segment segment = undisturbed(() -> create(number, file));
            segments.put(number, segment);
            return segment;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Segment create(long number, Path file) throws IOException {
        Segment segment = Segment.create(number, file, files, wantsSync);
        Directories.sync(path);
        return segment;
    }

    // On a thread of its own: an interrupt of the caller's would close files between two syncs.
    private static Segment undisturbed(Callable<Segment> work) throws IOException {
        FutureTask<Segment> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException failed) throw failed;
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Nullable Segment find(long number) {
        return segments.get(number);
    }

    /** All segments, oldest first. */
    Collection<Segment> all() {
        return segments.values();
    }

    /**
     * The segment is about to be read: another that has not been for long gives its handle back.
     */
    void touch(Segment segment) throws IOException {
        synchronized (recent) {
            recent.remove(segment);
            recent.add(segment);
            if (recent.size() <= OPEN) return;
            Iterator<Segment> oldest = recent.iterator();
            oldest.next().file().rest();
            oldest.remove();
        }
    }

    /** No row refers to it: deletes it as soon as nobody reads it and nobody holds it. */
    void retire(Segment segment) {
        segment.retire(() -> unread(segment));
    }

    private synchronized void unread(Segment segment) {
        if (holds > 0) held.add(segment);
        else delete(segment);
    }

    private synchronized void delete(Segment segment) {
        segments.remove(segment.number());
        synchronized (recent) {
            recent.remove(segment);
        }
        try {
            segment.close();
            Files.deleteIfExists(segment.file().path());
            Directories.sync(path);
        } catch (IOException e) {
            // Still there at the next start, when compaction finds nothing alive in it again.
            LOG.warn("segment {} not deleted: {}", segment.number(), e.toString());
        }
    }

    synchronized BlobStore.Hold hold() {
        holds++;
        return new BlobStore.Hold() {
            private boolean closed;

            @Override
            public List<BlobStore.StoreFile> files() {
                return segments.values().stream().map(SegmentDirectory::file).toList();
            }

            @Override
            public void close() {
                synchronized (SegmentDirectory.this) {
                    if (closed) return;
                    closed = true;
                    if (--holds > 0) return;
                    Set<Segment> free = Set.copyOf(held);
                    held.clear();
                    free.forEach(SegmentDirectory.this::delete);
                }
            }
        };
    }

    // settled first: what is settled then has its last length
    private static BlobStore.StoreFile file(Segment segment) {
        boolean settled = segment.settled();
        return new BlobStore.StoreFile(
                segment.number(), segment.file().path(), segment.tail(), settled);
    }

    synchronized void close() throws IOException {
        for (Segment segment : segments.values()) segment.close();
        numberFile.close();
        lock.close();
    }
}
