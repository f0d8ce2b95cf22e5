package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Refuses what would leave too little room on the disk, and tells a full disk from a broken one.
 * The disk is asked again after every MiB written or every tenth of a second.
 */
final class FreeSpace {
    private static final long ASK_BYTES = 1 << 20;
    private static final long ASK_NANOS = 100_000_000;

    private final FileStore disk;
    private final long minFree;
    private final AtomicLong allowance = new AtomicLong();
    private volatile long asked = System.nanoTime() - ASK_NANOS;

    FreeSpace(Path directory, long minFree) throws IOException {
        this.disk = Files.getFileStore(directory);
        this.minFree = minFree;
    }

    /** Before writing {@code bytes}. */
    void require(long bytes) throws IOException {
        long now = System.nanoTime();
        boolean fresh = now - asked < ASK_NANOS;
        if (fresh && allowance.addAndGet(-bytes) >= 0) return;
        long free = disk.getUsableSpace();
        if (free - bytes < minFree) {
            throw new StorageFull(bytes + " bytes wanted, " + free + " free, " + minFree + " kept");
        }
        allowance.set(Math.min(ASK_BYTES, free - bytes - minFree));
        asked = now;
    }

    /** The exception to throw for one that came from writing {@code bytes}. */
    IOException explain(IOException e, long bytes) {
        if (e instanceof StorageFull) return e;
        String message = String.valueOf(e.getMessage());
        boolean says =
                Stream.of("No space left", "Disk quota exceeded", "File too large")
                        .anyMatch(message::contains);
        return says || exhausted(bytes) ? new StorageFull("no room: " + message, e) : e;
    }

    // The message is in the language of the machine, so it cannot be relied upon alone.
    private boolean exhausted(long bytes) {
        try {
            return disk.getUsableSpace() < bytes;
        } catch (IOException e) {
            return false;
        }
    }
}
