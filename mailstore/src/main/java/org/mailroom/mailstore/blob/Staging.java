package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where uploads wait for their commit. What an earlier run left there is deleted at opening. */
public final class Staging {
    private static final String SUFFIX = ".part";

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final Path directory;
    private final BlobSettings settings;
    private final FreeSpace space;

    private Staging(Path directory, BlobSettings settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.space = new FreeSpace(directory, settings.minFreeBytes());
    }

    /**
     * @param directory {@code staging/} of the data directory; made when missing. Of this process
     *     only.
     */
    public static Staging open(Path directory, BlobSettings settings) throws IOException {
        Directories.create(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            int count = 0;
            for (Path file : left) {
                if (Files.deleteIfExists(file)) count++;
            }
            if (count > 0)
                LOG.info("{} uploads cut short by the last end were cleared away", count);
        }
        return new Staging(directory, settings);
    }

    /** Begins an upload. */
    public Staged stage() {
        BlobId id = BlobId.random();
        DiskFile file = new DiskFile(directory.resolve(id + SUFFIX));
        return new Staged(id, settings.memoryBytes(), file, space);
    }
}
