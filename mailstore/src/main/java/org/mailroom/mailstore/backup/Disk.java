package org.mailroom.mailstore.backup;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.LongConsumer;

/** Files of the owner's only, on disk before they count, and what they hash to. */
final class Disk {
    private static final int BUFFER = 256 << 10;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Disk() {}

    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    }

    /** A new file to write. */
    static FileChannel create(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, OWNER_ONLY);
    }

    /** Makes names that were added, changed or removed durable. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was read. */
    record Read(long length, String sha256) {}

    /**
     * Copies the first {@code length} bytes, or as many as there are, to a new file, durable on
     * return.
     */
    static Read copy(Path from, long length, Path to, LongConsumer progress) throws IOException {
        try (FileChannel out = create(to)) {
            Read read = read(from, length, out, progress);
            out.force(true);
            return read;
        }
    }

    /** Reads a whole file. */
    static Read read(Path file, LongConsumer progress) throws IOException {
        return read(file, Long.MAX_VALUE, null, progress);
    }

    private static Read read(
            Path from, long length, @Nullable FileChannel to, LongConsumer progress)
            throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long done = 0;
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
            while (done < length) {
                buffer.clear().limit((int) Math.min(BUFFER, length - done));
                int got = in.read(buffer);
                if (got < 0) {
                    break;
                }
                digest.update(buffer.array(), 0, got);
                buffer.flip();
                while (to != null && buffer.hasRemaining()) {
                    to.write(buffer);
                }
                done += got;
                progress.accept(got);
            }
        }
        return new Read(done, hex(digest));
    }

    /** Whether two files have equal bytes there; false if either is shorter. */
    static boolean same(Path a, Path b, long position, int length) throws IOException {
        try {
            return MessageDigest.isEqual(part(a, position, length), part(b, position, length));
        } catch (EOFException e) {
            return false;
        }
    }

    private static byte[] part(Path file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (in.read(buffer, position + buffer.position()) < 0) {
                    throw new EOFException(file.toString());
                }
            }
        }
        return buffer.array();
    }
}
