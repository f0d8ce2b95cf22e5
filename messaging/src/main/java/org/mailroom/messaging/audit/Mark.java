package org.mailroom.messaging.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How far the log has come, kept beside the database in {@code audit.mark}, and the latest signed
 * checkpoint in {@code audit.checkpoint}: rows that were cut off the end, or a database that was
 * put back to an earlier day, show.
 *
 * <p>The mark is written after each group of records is on disk and not synced itself: after a
 * power cut it may be behind, never ahead. What was found missing at a start is noted in {@code
 * audit.lost}, as the log goes on from there; an operator who can explain it deletes that file.
 */
final class Mark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mark.class);
    private static final int PLAIN = Long.BYTES + Merkle.HASH + Long.BYTES;
    private static final int BYTES = PLAIN + 32;

    private final Path directory;
    private final RandomAccessFile file;
    private final UnaryOperator<byte[]> mac;

    /** The log had this size, and the last record this hash, at this time. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record At(long size, byte[] hash, Instant time) {}

    /**
     * @param mac keyed hash, so that nobody without the keys makes a mark
     */
    Mark(Path directory, UnaryOperator<byte[]> mac) throws IOException {
        this.directory = directory;
        this.mac = mac;
        this.file = new RandomAccessFile(directory.resolve("audit.mark").toFile(), "rw");
    }

    /** None if there is no mark, or none that we made whole. */
    synchronized Optional<At> read() {
        byte[] bytes = new byte[BYTES];
        try {
            if (file.length() < BYTES) {
                return Optional.empty();
            }
            file.seek(0);
            file.readFully(bytes);
        } catch (IOException e) {
            LOG.warn("{} cannot be read", directory.resolve("audit.mark"), e);
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOf(bytes, PLAIN);
        if (!MessageDigest.isEqual(mac.apply(plain), Arrays.copyOfRange(bytes, PLAIN, BYTES))) {
            LOG.warn("{} is torn or was tampered with", directory.resolve("audit.mark"));
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(plain);
        long size = in.getLong();
        byte[] hash = new byte[Merkle.HASH];
        in.get(hash);
        return Optional.of(new At(size, hash, Instant.ofEpochMilli(in.getLong())));
    }

    synchronized void reached(long size, byte[] hash, Instant time) {
        byte[] plain =
                ByteBuffer.allocate(PLAIN)
                        .putLong(size)
                        .put(hash)
                        .putLong(time.toEpochMilli())
                        .array();
        byte[] bytes = Arrays.copyOf(plain, BYTES);
        System.arraycopy(mac.apply(plain), 0, bytes, PLAIN, BYTES - PLAIN);
        try {
            file.seek(0);
            file.write(bytes);
        } catch (IOException e) {
            // an old mark is no harm
            LOG.warn("{} cannot be written: {}", directory.resolve("audit.mark"), e.toString());
        }
    }

    /** Replaces the checkpoint that is kept beside the database. */
    void keep(Checkpoint checkpoint) {
        Path to = directory.resolve("audit.checkpoint");
        Path fresh = directory.resolve("audit.checkpoint.new");
        try {
            Files.writeString(fresh, checkpoint.note());
            Files.move(
                    fresh, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", to, e.toString());
        }
    }

    /** The checkpoint that was kept, as it stands there. */
    Optional<String> kept() {
        Path file = directory.resolve("audit.checkpoint");
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** Notes for good that the log had come further than it has now. */
    void lost(At mark, long size) {
        Path to = directory.resolve("audit.lost");
        String line =
                "%d %d %s %s%n"
                        .formatted(size, mark.size, HexFormat.of().formatHex(mark.hash), mark.time);
        try {
            Files.write(
                    to,
                    line.getBytes(UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", to, line, e);
        }
    }

    /** What {@link #lost} noted: size found, size it had been, hash, time. */
    List<String> losses() {
        Path file = directory.resolve("audit.lost");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return new ArrayList<>(List.of("0 0 unreadable unreadable"));
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("audit.mark cannot be closed: {}", e.toString());
        }
    }
}
