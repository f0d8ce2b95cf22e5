package org.mailroom.messaging.provision;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to be imported. It is read several times and must say the same each time.
 *
 * @param name as people call it
 */
public record ImportFile(String name, Content content) {

    /** Opens what a file holds, from its beginning. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    public static ImportFile of(Path path) {
        return new ImportFile(String.valueOf(path.getFileName()), () -> Files.newInputStream(path));
    }

    public static ImportFile of(String name, byte[] bytes) {
        return new ImportFile(name, () -> new ByteArrayInputStream(bytes));
    }
}
