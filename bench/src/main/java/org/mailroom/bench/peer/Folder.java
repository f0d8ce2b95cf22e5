package org.mailroom.bench.peer;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of one run of a server. */
final class Folder {
    private final Path path;

    private Folder(Path path) {
        this.path = path;
    }

    /** A new folder that other users may enter: mail servers drop their rights. */
    static Folder create(String name) throws IOException {
        Path path = Files.createTempDirectory("bench-" + name + "-");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Folder(path);
    }

    Path path() {
        return path;
    }

    Path at(String name) {
        return path.resolve(name);
    }

    Path make(String name) throws IOException {
        return Files.createDirectories(at(name));
    }

    void give(String name, String owner) throws IOException {
        UserPrincipal user =
                path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        Files.setOwner(make(name), user);
    }

    /** Writes a file from a resource of this package, with ${name} replaced. */
    void fill(String name, String resource, Map<String, String> values) throws IOException {
        String text;
        try (InputStream in = Folder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        Files.writeString(at(name), text);
    }

    /** Copies everything into another folder, which must be empty. */
    void copyTo(Folder other) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                // Sockets and the like are made anew by the server.
                if (Files.isDirectory(file)) {
                    Files.createDirectories(other.path.resolve(path.relativize(file).toString()));
                } else if (Files.isRegularFile(file)) {
                    Files.copy(
                            file,
                            other.path.resolve(path.relativize(file).toString()),
                            COPY_ATTRIBUTES);
                }
            }
        }
    }

    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // A server that is just ending removes files of its own.
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
