package org.mailroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree the tests run in. */
public final class Repository {

    private Repository() {}

    /** The directory with the {@code mailroom} script. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mailroom"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not run inside the source tree");
            }
        }
        return directory;
    }

    /** Java sources of all modules; {@code kind} is {@code main} or {@code test}. */
    public static List<Path> sources(String kind) throws IOException {
        try (Stream<Path> modules = Files.list(root())) {
            return modules.map(module -> module.resolve("src").resolve(kind).resolve("java"))
                    .filter(Files::isDirectory)
                    .flatMap(Repository::javaFiles)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether generated files are to be written rather than held against what is there. */
    public static boolean writing() {
        return Boolean.getBoolean("mailroom.write");
    }
}
