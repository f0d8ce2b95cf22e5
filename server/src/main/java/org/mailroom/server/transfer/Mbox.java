package org.mailroom.server.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An mbox file, or a directory of files that end in {@code .mbox}. Written as "mboxrd", which
 * quotes every line that begins with any number of {@code >} and then {@code From }, and therefore
 * can be undone; the older forms are read as well.
 */
record Mbox(Path path) implements MailFiles {
    private static final int MAX_HEADER_LINES = 1000;

    @Override
    public long octets() throws IOException {
        return MailFiles.octets(path);
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        if (Files.isRegularFile(path)) {
            visit(path, "", visitor);
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(f -> f.toString().endsWith(".mbox")).sorted().toList();
        }
        for (Path file : files) {
            String name = path.relativize(file).toString();
            String folder = name.substring(0, name.length() - ".mbox".length());
            if (Files.isDirectory(file)) {
                // Apple Mail exports NAME.mbox/mbox.
                if (Files.isRegularFile(file.resolve("mbox"))) {
                    visit(file.resolve("mbox"), FolderNames.fromFile(folder), visitor);
                }
            } else {
                visit(file, FolderNames.fromFile(folder), visitor);
            }
        }
    }

    /** A message while the file is read on: where it lies, and its header's lines. */
    private static final class Open {
        private final long start;
        private final Instant received;
        private final List<String> header = new ArrayList<>();
        private boolean inHeader = true;

        Open(long start, Instant received) {
            this.start = start;
            this.received = received;
        }
    }

    private static void visit(Path file, String folder, Visitor visitor) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        try (Lines lines = new Lines(file, 0)) {
            Open open = null;
            boolean afterEmpty = true;
            long emptyLine = 0;
            while (lines.next()) {
                if (afterEmpty && FromLine.begins(lines.bytes(), lines.length())) {
                    if (open != null) {
                        tell(file, folder, open, emptyLine, visitor);
                    }
                    Instant received =
                            FromLine.time(lines.bytes(), lines.length()).orElse(modified);
                    open = new Open(lines.end(), received);
                } else if (open == null) {
                    if (!lines.isEmpty()) {
                        visitor.unreadable(file.toString(), "does not begin with a From line");
                        return;
                    }
                } else if (open.inHeader) {
                    open.inHeader = !lines.isEmpty() && open.header.size() < MAX_HEADER_LINES;
                    open.header.add(lines.text());
                }
                afterEmpty = lines.isEmpty();
                emptyLine = afterEmpty ? lines.start() : lines.end();
            }
            if (open != null) {
                tell(file, folder, open, emptyLine, visitor);
            }
        }
    }

    private static void tell(Path file, String folder, Open open, long end, Visitor visitor)
            throws IOException {
        boolean ours = StatusFields.written(open.header);
        List<String> flags = StatusFields.read(ours ? open.header.subList(0, 3) : open.header);
        long last = Math.max(end, open.start);
        visitor.message(
                new Found(
                        file + " at byte " + open.start,
                        folder,
                        flags,
                        open.received,
                        last - open.start,
                        () -> new Unquoted(file, open.start, last, ours ? 3 : 0)));
    }

    /** Lines of a file, each with its end. */
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private byte[] bytes = new byte[0];
        private long start;
        private long end;

        Lines(Path file, long from) throws IOException {
            FileChannel channel = FileChannel.open(file);
            in = new BufferedInputStream(Channels.newInputStream(channel.position(from)), 1 << 16);
            end = from;
        }

        boolean next() throws IOException {
            line.reset();
            int b = in.read();
            while (b >= 0) {
                line.write(b);
                if (b == '\n') {
                    break;
                }
                b = in.read();
            }
            bytes = line.toByteArray();
            start = end;
            end += bytes.length;
            return bytes.length > 0;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return bytes.length;
        }

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        boolean isEmpty() {
            return (bytes.length == 1 && bytes[0] == '\n')
                    || (bytes.length == 2 && bytes[0] == '\r' && bytes[1] == '\n');
        }

        String text() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.substring(0, Math.min(text.length(), 1000)).stripTrailing()
                    + (isEmpty() ? "" : " ");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** A message's bytes, one quoting level taken off. */
    private static final class Unquoted extends InputStream {
        private final Lines lines;
        private final long end;
        private byte[] line = new byte[0];
        private int at;

        Unquoted(Path file, long start, long end, int skipLines) throws IOException {
            this.lines = new Lines(file, start);
            this.end = end;
            for (int i = 0; i < skipLines; i++) {
                lines.next();
            }
        }

        @Override
        public int read() throws IOException {
            return fill() ? line[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            } else if (!fill()) {
                return -1;
            }
            int n = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, offset, n);
            at += n;
            return n;
        }

        private boolean fill() throws IOException {
            while (at == line.length) {
                if (lines.end() >= end || !lines.next()) {
                    return false;
                }
                line = lines.bytes();
                at = quoted(line) ? 1 : 0;
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static boolean quoted(byte[] line) {
        return line.length > 0 && line[0] == '>' && needsQuote(line, line.length);
    }

    /** Whether the line is any number of {@code >} and then {@code From }. */
    static boolean needsQuote(byte[] line, int length) {
        int at = 0;
        while (at < length && line[at] == '>') {
            at++;
        }
        return length - at >= 5
                && line[at] == 'F'
                && line[at + 1] == 'r'
                && line[at + 2] == 'o'
                && line[at + 3] == 'm'
                && line[at + 4] == ' ';
    }
}
