package org.mailroom.server.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files or directories that hold mail. */
sealed interface MailFiles permits Mbox, Maildir, EmlFolder {

    /** Takes what is found. */
    interface Visitor {
        void message(Found found) throws IOException;

        /** Something that looked like mail and cannot be read. */
        void unreadable(String place, String why);
    }

    void visit(Visitor visitor) throws IOException;

    /** Bytes to be read in all, about. */
    long octets() throws IOException;

    /** Tells by its looks what {@code path} is. */
    static MailFiles at(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return path.toString().endsWith(".eml") ? new EmlFolder(path) : new Mbox(path);
        } else if (!Files.isDirectory(path)) {
            throw new IOException("no such file or directory");
        } else if (Maildir.looksLike(path)) {
            return new Maildir(path);
        } else if (contains(path, ".mbox")) {
            return new Mbox(path);
        }
        return new EmlFolder(path);
    }

    private static boolean contains(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(f -> f.toString().endsWith(suffix));
        }
    }

    static long octets(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
