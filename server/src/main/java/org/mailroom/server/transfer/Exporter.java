package org.mailroom.server.transfer;

import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes one account's mail to files. */
public final class Exporter {

    /** How files are laid out. */
    public enum Format {
        /** One file per mailbox. */
        MBOX,
        /** One directory per mailbox, one file per message. */
        MAILDIR
    }

    private final AccountMail mail;
    private final Path path;
    private final Format format;
    private final Progress progress;
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private long failed;
    private long done;
    private long total;

    /**
     * @param path made when missing; must be empty
     */
    public Exporter(AccountMail mail, Path path, Format format, Progress progress) {
        this.mail = mail;
        this.path = path;
        this.format = format;
        this.progress = progress;
    }

    public TransferReport run() throws IOException {
        Files.createDirectories(path);
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new IOException(path + " is not empty");
            }
        }
        List<Mailbox> mailboxes = mail.view().mailboxes();
        total = mailboxes.stream().mapToLong(Mailbox::size).sum();
        for (Mailbox mailbox : mailboxes) {
            MailboxView view = mail.open(mailbox.id());
            long before = failed;
            if (format == Format.MBOX) {
                mbox(mailbox, view);
            } else {
                maildir(mailbox, view);
            }
            counts.put(mailbox.name().value(), view.size() - (failed - before));
        }
        long messages = counts.values().stream().mapToLong(Long::longValue).sum();
        return new TransferReport(messages, counts, problems, failed);
    }

    private void mbox(Mailbox mailbox, MailboxView view) throws IOException {
        List<String> levels =
                Arrays.stream(mailbox.name().value().split("/")).map(FolderNames::toFile).toList();
        Path file = path.resolve(String.join("/", levels) + ".mbox");
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < view.size(); i++) {
                MessageRow row = view.row(i);
                List<String> flags = names(view.flagsOf(i));
                try (Content content = mail.content(row.emailId())) {
                    boolean lf = lineEnds(content).exportAsLf();
                    String head =
                            FromLine.write(Instant.ofEpochSecond(row.received()))
                                    + StatusFields.write(flags);
                    out.write(head.getBytes(StandardCharsets.US_ASCII));
                    try (Quoting quoting = new Quoting(out)) {
                        content.transferTo(
                                lf ? LineEnds.toLf(quoting) : quoting, 0, content.size());
                    }
                } catch (Refused refused) {
                    problem(mailbox, row, refused);
                }
                step(row);
            }
        }
    }

    private void maildir(Mailbox mailbox, MailboxView view) throws IOException {
        Path folder = maildirFolder(mailbox);
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(part));
        }
        List<String> keywords = new ArrayList<>();
        for (int i = 0; i < view.size(); i++) {
            MessageRow row = view.row(i);
            String letters = letters(mailbox, row, names(view.flagsOf(i)), keywords);
            // The leading number orders them; the time of arrival is the file's own.
            String name = "%010d.M%dP1.mailroom:2,%s".formatted(i + 1, row.uid(), letters);
            Path file = folder.resolve("cur").resolve(name);
            try (Content content = mail.content(row.emailId())) {
                boolean lf = lineEnds(content).exportAsLf();
                try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                    content.transferTo(lf ? LineEnds.toLf(out) : out, 0, content.size());
                }
                Files.setLastModifiedTime(
                        file, FileTime.from(Instant.ofEpochSecond(row.received())));
            } catch (Refused refused) {
                Files.deleteIfExists(file);
                problem(mailbox, row, refused);
            }
            step(row);
        }
        if (!keywords.isEmpty()) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < keywords.size(); i++) {
                lines.add(i + " " + keywords.get(i));
            }
            Files.write(folder.resolve(Maildir.KEYWORDS), lines);
        }
    }

    private Path maildirFolder(Mailbox mailbox) {
        if (mailbox.name().isInbox()) {
            return path;
        }
        StringBuilder name = new StringBuilder();
        for (String level : mailbox.name().value().split("/")) {
            name.append('.').append(FolderNames.toFile(level));
        }
        return path.resolve(name.toString());
    }

    private String letters(
            Mailbox mailbox, MessageRow row, List<String> flags, List<String> keywords) {
        TreeMap<Character, String> letters = new TreeMap<>();
        for (String flag : flags) {
            Maildir.LETTERS.forEach(
                    (letter, meaning) -> {
                        if (meaning.equalsIgnoreCase(flag)) {
                            letters.put(letter, flag);
                        }
                    });
            if (flag.startsWith("\\") || letters.containsValue(flag)) {
                continue;
            }
            if (!keywords.contains(flag) && keywords.size() < 26) {
                keywords.add(flag);
            }
            int index = keywords.indexOf(flag);
            if (index >= 0) {
                letters.put((char) ('a' + index), flag);
            } else {
                note(
                        "%s, UID %d: keyword %s left out, a Maildir takes 26"
                                .formatted(mailbox.name(), row.uid(), flag));
            }
        }
        StringBuilder text = new StringBuilder();
        letters.keySet().forEach(text::append);
        return text.toString();
    }

    private static LineEnds lineEnds(Content content) throws IOException {
        InputStream in = content.range(0, content.size());
        return LineEnds.of(in);
    }

    private static List<String> names(Flags flags) {
        List<String> names = new ArrayList<>();
        for (SystemFlag flag : SystemFlag.values()) {
            if (flags.has(flag)) {
                names.add(flag.wire());
            }
        }
        names.addAll(flags.keywords());
        return names;
    }

    private void problem(Mailbox mailbox, MessageRow row, Refused refused) {
        failed++;
        note("%s, UID %d: %s".formatted(mailbox.name(), row.uid(), refused.getMessage()));
    }

    private void note(String line) {
        if (problems.size() < TransferReport.MAX_PROBLEMS) {
            problems.add(line);
        }
    }

    private void step(MessageRow row) {
        done += row.size();
        progress.at(done, total);
    }

    /** Quotes From lines as mboxrd does; closing ends the message with an empty line. */
    private static final class Quoting extends OutputStream {
        private final OutputStream out;
        private final byte[] start = new byte[64];
        private int held;
        private boolean atStart = true;
        private int last;

        Quoting(OutputStream out) {
            this.out = out;
        }

        /** Holds a line's beginning back until it is clear whether it needs the quote. */
        @Override
        public void write(int b) throws IOException {
            last = b;
            if (!atStart) {
                out.write(b);
                atStart = b == '\n';
                return;
            }
            if (b == '>' && held == start.length) {
                // A line of nothing but quotes: more of them need no holding back.
                out.write('>');
                return;
            }
            start[held++] = (byte) b;
            boolean quotesOnly = b == '>' && start[0] == '>';
            if (quotesOnly || isPrefix()) {
                return;
            }
            release();
            atStart = b == '\n';
        }

        /** Whether what is held may still become a From line. */
        private boolean isPrefix() {
            int at = 0;
            while (at < held && start[at] == '>') {
                at++;
            }
            int letters = held - at;
            return letters < 5
                    && "From "
                            .startsWith(
                                    new String(start, at, letters, StandardCharsets.ISO_8859_1));
        }

        private void release() throws IOException {
            if (Mbox.needsQuote(start, held)) {
                out.write('>');
            }
            out.write(start, 0, held);
            held = 0;
        }

        @Override
        public void close() throws IOException {
            if (held > 0) {
                release();
            }
            if (last != '\n') {
                out.write('\n');
            }
            out.write('\n');
        }
    }
}
