package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file read and written by position, by many threads, that outlives interrupts: interrupting a
 * thread in a {@link FileChannel} closes the channel under everybody else, so a channel closed that
 * way is opened again and the operation repeated, which is harmless for reads and for writes by
 * position. The interrupt is passed on afterwards.
 *
 * <p>Opened when first used and may be closed meanwhile by {@link #rest}.
 */
class DiskFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private volatile @Nullable FileChannel channel;
    private boolean closed;

    DiskFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Makes the file, which must not be there. */
    synchronized void create() throws IOException {
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        channel = FileChannel.open(path, options, OWNER_ONLY);
    }

    long size() throws IOException {
        return retrying(FileChannel::size);
    }

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException {
        long start = position - into.position();
        retrying(
                open -> {
                    while (into.hasRemaining()) {
                        if (open.read(into, start + into.position()) < 0) break;
                    }
                    return into.position();
                });
    }

    /** Writes the whole buffer. */
    void write(ByteBuffer from, long position) throws IOException {
        long start = position - from.position();
        retrying(
                open -> {
                    while (from.hasRemaining()) open.write(from, start + from.position());
                    return from.position();
                });
    }

    /**
     * Writes to the disk what has been written to the file. Not repeated: after a failed sync the
     * system may have dropped the data and will report the next sync as a success. Hence only for a
     * thread that nobody interrupts.
     */
    void force() throws IOException {
        channel().force(false);
    }

    /** Gives the file handle back until the next use. */
    synchronized void rest() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) open.close();
    }

    /** Closes for good; operations under way fail. */
    synchronized void close() throws IOException {
        closed = true;
        rest();
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        return open != null && open.isOpen() ? open : reopened();
    }

    private synchronized FileChannel reopened() throws IOException {
        if (closed) throw new ClosedChannelException();
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private interface Operation {
        long on(FileChannel channel) throws IOException;
    }

    private long retrying(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel open = channel();
                try {
                    return operation.on(open);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                } catch (ClosedChannelException e) {
                    // Closed under us by another thread's interrupt, by rest(), or for good, which
                    // channel() tells.
                    if (open.isOpen()) throw e;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
