package org.mailroom.mailstore.rows;

import org.mailroom.mailstore.refusal.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Up to which version the embedded database has been synced, kept beside it in {@code rows.mark}.
 *
 * <p>A database whose file was cut or partly overwritten may open as it was at an earlier moment,
 * whole in itself: acknowledged mail would be missing without a word, and compaction would soon
 * delete its contents. The mark tells. It is written after each sync and not synced itself, so it
 * may be behind after a power cut and never ahead.
 */
final class DurableMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableMark.class);
    private static final int BYTES = 16;

    private final Path path;

    /** Not a channel: an interrupt of a thread that waits for the disk would close it. */
    private final RandomAccessFile file;

    DurableMark(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Refuses a database that is behind the mark. */
    void require(long version) {
        long marked = read();
        if (version < marked) {
            LOG.error(
                    "The database has lost what was acknowledged: it is at version {}, and was at"
                            + " {}. Its file is damaged. Restore a backup; or, to go on with what is"
                            + " left, delete {} and run verify.",
                    version,
                    marked,
                    path);
            throw new Refused(
                    Refused.Reason.CORRUPT,
                    "The database file is damaged and has lost acknowledged mail; see the log");
        }
    }

    private synchronized long read() {
        byte[] bytes = new byte[BYTES];
        try {
            if (Files.size(path) < BYTES) {
                return 0;
            }
            file.seek(0);
            file.readFully(bytes);
        } catch (IOException e) {
            LOG.warn("{} cannot be read", path, e);
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long version = buffer.getLong();
        // torn by a power cut: there is nothing to compare with
        return buffer.getLong() == crc(bytes) ? version : 0;
    }

    /** Everything up to this version is on disk. */
    synchronized void reached(long version) {
        byte[] bytes = ByteBuffer.allocate(BYTES).putLong(version).putLong(0).array();
        ByteBuffer.wrap(bytes).putLong(Long.BYTES, crc(bytes));
        try {
            file.seek(0);
            file.write(bytes);
        } catch (IOException e) {
            // an old mark is no harm
            LOG.warn("{} cannot be written: {}", path, e.toString());
        }
    }

    private static long crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, Long.BYTES);
        return crc.getValue();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be closed: {}", path, e.toString());
        }
    }
}
