package org.mailroom.messaging.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** When a checkpoint is due, and where it is kept outside of the database. */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String COPY = "mailroom-audit.checkpoint";

    private final AuditSettings settings;
    private final Mark mark;
    private long lastSize;
    private long lastNanos = System.nanoTime();
    private volatile boolean wanted;

    Checkpoints(AuditSettings settings, Mark mark, long lastSize) {
        this.settings = settings;
        this.mark = mark;
        this.lastSize = lastSize;
    }

    /** Makes the next one due. */
    void want() {
        wanted = true;
    }

    /** Whether there should be one at this size. Only the appender asks. */
    boolean due(long size, boolean closing) {
        if (size <= lastSize) {
            seen(size);
            return false;
        }
        return closing
                || wanted
                || size - lastSize >= settings.checkpointRecords()
                || millisLeft() <= 1;
    }

    /** There is nothing new, or another process has signed it. */
    void seen(long size) {
        wanted = false;
        lastSize = Math.max(lastSize, size);
        lastNanos = System.nanoTime();
    }

    long millisLeft() {
        long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
        return Math.max(1, settings.checkpointEvery().toMillis() - spent);
    }

    /** A checkpoint is on disk in the rows. */
    void made(Checkpoint checkpoint) {
        seen(checkpoint.size());
        mark.keep(checkpoint);
        settings.checkpointDirectory().ifPresent(to -> copy(checkpoint, to));
    }

    private static void copy(Checkpoint checkpoint, Path directory) {
        try {
            Path fresh = directory.resolve(COPY + ".new");
            Files.writeString(fresh, checkpoint.note());
            Files.move(fresh, directory.resolve(COPY), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The checkpoint cannot be copied to {}: {}", directory, e.toString());
        }
    }

    /** The copy there is, as it stands there. */
    Optional<String> copied() {
        return settings.checkpointDirectory()
                .map(directory -> directory.resolve(COPY))
                .filter(Files::exists)
                .flatMap(Checkpoints::read);
    }

    private static Optional<String> read(Path copy) {
        try {
            return Optional.of(Files.readString(copy));
        } catch (IOException e) {
            LOG.warn("{} cannot be read", copy, e);
            return Optional.empty();
        }
    }
}
