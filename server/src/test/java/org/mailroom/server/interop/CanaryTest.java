package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.testkit.TestClient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * No word that people write is found on disk: 1,000 random words go in wherever words can be, and
 * every byte of the data directory, the log and the temporary files is searched for each of them as
 * it is, in UTF-16 and in base64, while they come in and after the server has stopped.
 */
@Timeout(120)
class CanaryTest {
    private static final int WORDS = 1000;
    private static final int LENGTH = 14;

    @TempDir Path directory;
    private final SplittableRandom random = new SplittableRandom(20_261_121);
    private final List<String> words = new ArrayList<>();
    private final Scanner scanner = new Scanner();

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) word.append((char) ('a' + random.nextInt(26)));
        words.add(word.toString());
        return word.toString();
    }

    /** A message with twelve words: in header, body, attachment's name and contents. */
    private byte[] message() {
        String attached =
                Base64.getMimeEncoder().encodeToString(word().getBytes(StandardCharsets.UTF_8));
        return """
        From: %s <app@outside.test>
        To: <alice@demo.test>
        Subject: %s =?utf-8?B?%s?=
        X-Word: %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        %s and %s
        --b
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <b>%s=20%s</b>
        --b
        Content-Type: application/octet-stream; name="%s.bin"
        Content-Disposition: attachment; filename="%s.bin"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
                .formatted(
                        word(),
                        word(),
                        Base64.getEncoder().encodeToString(word().getBytes(StandardCharsets.UTF_8)),
                        word(),
                        word(),
                        word(),
                        word(),
                        word(),
                        word(),
                        word(),
                        attached)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theScannerFindsWhatIsThere() throws Exception {
        String word = word();
        byte[] bytes = ("xy" + word + "z").getBytes(StandardCharsets.UTF_8);
        List<byte[]> forms =
                List.of(
                        bytes,
                        ("?" + word).getBytes(StandardCharsets.UTF_16LE),
                        ("?" + word).getBytes(StandardCharsets.UTF_16BE),
                        Base64.getEncoder().encode(bytes),
                        Base64.getEncoder().encode(Arrays.copyOfRange(bytes, 1, bytes.length)),
                        Base64.getEncoder().encode(Arrays.copyOfRange(bytes, 2, bytes.length)));
        scanner.learn(words);
        for (byte[] form : forms) {
            Path file = directory.resolve("planted");
            Files.write(file, new byte[70_000]);
            Files.write(file, form, java.nio.file.StandardOpenOption.APPEND);
            assertThat(scanner.scan(directory)).containsExactly(word + " in " + file);
        }
    }

    @Test
    void noWordIsFoundOnDisk() throws Exception {
        List<byte[]> mails = new ArrayList<>();
        while (words.size() < WORDS - 100) mails.add(message());
        List<String> mailboxes = Stream.generate(this::word).limit(40).toList();
        List<String> keywords = Stream.generate(this::word).limit(5).toList();
        List<String> mischief = Stream.generate(this::word).limit(40).toList();
        while (words.size() < WORDS) word();
        scanner.learn(words);
        Set<String> found = new TreeSet<>();
        try (LiveServer server =
                LiveServer.start(
                        directory,
                        "log.level=debug",
                        // Small, so that messages overflow to staging files.
                        "store.blobs.memory-bytes=4KiB")) {
            server.with("alice");
            AtomicBoolean busy = new AtomicBoolean(true);
            Thread scans =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (busy.get()) found.addAll(scanner.scan(directory));
                                    });
            try {
                misbehave(server, mischief);
                deliver(server, mails);
                file(server, mails, mailboxes, keywords);
            } finally {
                busy.set(false);
                scans.join();
            }
            found.addAll(scanner.scan(directory));
            server.verify();
            server.stop();
        }
        assertThat(found).as("during the load").isEmpty();
        assertThat(scanner.scan(directory)).as("after the stop").isEmpty();
    }

    private static void deliver(LiveServer server, List<byte[]> mails) {
        try (SmtpMail smtp = server.toSmtp();
                SmtpMail lmtp = server.toLmtp()) {
            for (byte[] mail : mails) {
                smtp.deliver("alice", mail);
                lmtp.deliver("alice", padded(mail));
            }
            // One that is never finished.
            smtp.begin("alice");
            smtp.client().sendRaw(padded(mails.getFirst()));
        }
    }

    /** Longer than what is kept in memory. */
    private static byte[] padded(byte[] mail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(mail);
        out.writeBytes("a line below all parts\r\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static void file(
            LiveServer server, List<byte[]> mails, List<String> mailboxes, List<String> keywords) {
        try (ImapMail imap = server.imap("alice")) {
            for (String mailbox : mailboxes) {
                imap.ok("CREATE Work/" + mailbox);
                imap.ok("SUBSCRIBE Work/" + mailbox);
            }
            imap.append("Work/" + mailboxes.getFirst(), padded(mails.getFirst()));
            imap.ok("RENAME Work/" + mailboxes.get(1) + " Work/" + mailboxes.get(1) + "-old");
            imap.ok("DELETE Work/" + mailboxes.get(2));
            assertThat(imap.select("INBOX")).isEqualTo(2 * mails.size());
            for (String keyword : keywords) imap.ok("STORE 1:5 +FLAGS (" + keyword + ")");
            String subject = new String(mails.getFirst(), StandardCharsets.UTF_8);
            String word = subject.replaceFirst("(?s).*Subject: (\\w+).*", "$1");
            assertThat(imap.ok("SEARCH SUBJECT " + word).getFirst()).isEqualTo("* SEARCH 1 2");
            assertThat(imap.ok("SEARCH TEXT " + word).getFirst()).isEqualTo("* SEARCH 1 2");
            imap.ok("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (X-Word)])");
            imap.bodies((_, body) -> assertThat(body).isNotEmpty());
            imap.ok("COPY 1:10 Work/" + mailboxes.get(3));
            imap.ok("MOVE 11:20 Work/" + mailboxes.get(4));
        }
    }

    /** Words where they do not belong: log-ins, addresses, commands that are none. */
    private static void misbehave(LiveServer server, List<String> words) {
        try (TestClient smtp = TestClient.plain(server.smtp());
                TestClient imap = TestClient.plain(server.imap())) {
            smtp.expect("220 *");
            smtp.send("EHLO client.test").until("250 *");
            smtp.ask(words.get(0) + " " + words.get(1), "500 *");
            smtp.ask("MAIL FROM:<a@b.test> " + words.get(2) + "=x", "5*");
            smtp.ask("MAIL FROM:<app@outside.test>", "250 *");
            smtp.ask("RCPT TO:<alice@demo.test>", "250 *");
            smtp.ask("DATA", "354 *");
            smtp.sendRaw("Subject: " + words.get(3) + "\n" + words.get(4) + "\r\n.\r\n");
            smtp.expect("5*");
            imap.expect("* OK *");
            imap.ask("a " + words.get(5) + " " + words.get(6), "a BAD *");
            imap.ask("b LOGIN alice@demo.test " + words.get(7), "b NO *");
            imap.send("c LOGIN alice@demo.test \"" + words.get(8) + "\" x").until("c BAD *");
            imap.ask("d LOGIN alice@demo.test \"" + LiveServer.PASSWORD + "\"", "d OK *");
            imap.ask("e SELECT " + words.get(9), "e NO *");
            imap.ask("f CREATE \"" + words.get(10) + "&\"", "f *");
            imap.ask("g SEARCH SUBJECT " + words.get(11), "g BAD *");
            imap.send("h SELECT INBOX").until("h OK *");
            imap.send("i SEARCH CHARSET " + words.get(12) + " TEXT x").until("i NO *");
            imap.send("j SEARCH " + words.get(13)).until("j BAD *");
            imap.send("k FETCH 1 BODY[" + words.get(14) + "]").until("k BAD *");
            imap.send("l APPEND " + words.get(15) + " {5+}\r\nhello").until("l NO *");
        }
    }

    /** Looks for many words at once: by the first eight bytes of each of their forms. */
    private static final class Scanner {
        private static final int KEY = 8;

        private final Map<Long, List<byte[]>> forms = new HashMap<>();
        private final IdentityHashMap<byte[], String> names = new IdentityHashMap<>();
        private final long[] filter = new long[1 << 16];

        void learn(List<String> words) {
            for (String word : words) {
                for (Charset charset :
                        List.of(
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_16LE,
                                StandardCharsets.UTF_16BE)) {
                    add(word, word.getBytes(charset));
                }
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                for (int skipped = 0; skipped < 3; skipped++) {
                    // What whole groups of three bytes become, wherever the word begins.
                    int length = (bytes.length - skipped) / 3 * 3;
                    byte[] group = Arrays.copyOfRange(bytes, skipped, skipped + length);
                    add(word, Base64.getEncoder().encode(group));
                }
            }
        }

        private void add(String word, byte[] form) {
            long key = key(form, 0);
            forms.computeIfAbsent(key, _ -> new ArrayList<>()).add(form);
            names.put(form, word);
            filter[slot(key) >>> 6] |= 1L << slot(key);
        }

        private static int slot(long key) {
            return (int) ((key * 0x9E3779B97F4A7C15L) >>> 42);
        }

        private static long key(byte[] bytes, int from) {
            long key = 0;
            for (int i = 0; i < KEY; i++) key = key << 8 | (bytes[from + i] & 0xFF);
            return key;
        }

        /** "word in file" for every word that is in a file or its name. */
        Set<String> scan(Path root) {
            Set<String> found = new TreeSet<>();
            try (Stream<Path> walk = Files.walk(root)) {
                for (Path path : walk.toList()) {
                    scan(path.toString().getBytes(StandardCharsets.UTF_8), path, found);
                    if (Files.isRegularFile(path)) scanFile(path, found);
                }
            } catch (NoSuchFileException | java.io.UncheckedIOException e) {
                // A file went while it was being looked at; the next scan sees what came of it.
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return found;
        }

        private void scanFile(Path path, Set<String> found) throws IOException {
            byte[] buffer = new byte[1 << 20];
            int kept = 0;
            try (InputStream in = Files.newInputStream(path)) {
                while (true) {
                    int read = in.readNBytes(buffer, kept, buffer.length - kept);
                    scan(Arrays.copyOf(buffer, kept + read), path, found);
                    if (kept + read < buffer.length) return;
                    // A word may lie across two pieces.
                    kept = 4 * LENGTH;
                    System.arraycopy(buffer, buffer.length - kept, buffer, 0, kept);
                }
            }
        }

        private void scan(byte[] bytes, Path path, Set<String> found) {
            long key = 0;
            for (int i = 0; i < bytes.length; i++) {
                key = key << 8 | (bytes[i] & 0xFF);
                int slot = slot(key);
                if (i < KEY - 1 || (filter[slot >>> 6] & 1L << slot) == 0) continue;
                for (byte[] form : forms.getOrDefault(key, List.of())) {
                    int from = i - KEY + 1;
                    int to = Math.min(bytes.length, from + form.length);
                    if (Arrays.equals(bytes, from, to, form, 0, form.length)) {
                        found.add(names.get(form) + " in " + path);
                    }
                }
            }
        }
    }
}
