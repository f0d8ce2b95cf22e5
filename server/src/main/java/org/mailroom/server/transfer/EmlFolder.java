package org.mailroom.server.transfer;

import org.mailroom.mailstore.mime.MailDate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that is one message, or a directory of such files; directories in it are mailboxes. Such
 * files keep no flags, and their times say when they were copied, so the message's own Date counts.
 */
record EmlFolder(Path path) implements MailFiles {
    private static final int HEADER = 1 << 16;
    private static final Pattern DATE =
            Pattern.compile("(?im)^Date:[ \\t]*(.+(?:\\r?\\n[ \\t].*)*)$");

    @Override
    public long octets() throws IOException {
        return MailFiles.octets(path);
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files =
                    walk.filter(
                                    f ->
                                            f.toString()
                                                    .toLowerCase(java.util.Locale.ROOT)
                                                    .endsWith(".eml"))
                            .sorted()
                            .toList();
        }
        for (Path file : files) {
            if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
                visitor.unreadable(file.toString(), "not a readable file");
                continue;
            }
            Path parent = path.relativize(file).getParent();
            visitor.message(
                    new Found(
                            file.toString(),
                            parent == null ? "" : FolderNames.fromFile(parent.toString()),
                            List.of(),
                            date(file),
                            Files.size(file),
                            () -> Files.newInputStream(file)));
        }
    }

    private static Instant date(Path file) throws IOException {
        String header;
        try (InputStream in = Files.newInputStream(file)) {
            header = new String(in.readNBytes(HEADER), StandardCharsets.ISO_8859_1);
        }
        int end = header.indexOf("\n\n") >= 0 ? header.indexOf("\n\n") : header.indexOf("\r\n\r\n");
        Matcher m = DATE.matcher(end < 0 ? header : header.substring(0, end));
        Optional<OffsetDateTime> date =
                m.find() ? MailDate.parse(m.group(1).strip()) : Optional.empty();
        Instant latest = Instant.now();
        return date.map(OffsetDateTime::toInstant)
                .filter(d -> d.isAfter(Instant.EPOCH) && d.isBefore(latest))
                .orElse(Files.getLastModifiedTime(file).toInstant());
    }
}
