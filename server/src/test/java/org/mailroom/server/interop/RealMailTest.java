package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.testkit.Corpus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The 6,046 real messages of the SpamAssassin corpus come back over IMAP as they went in. All go in
 * over SMTP, every third by each other way; all by every way with {@code
 * -Dmailroom.test.corpus=all}.
 */
@Timeout(300)
class RealMailTest {
    private static final int STEP =
            System.getProperty("mailroom.test.corpus", "").equals("all") ? 1 : 3;
    private static final int CONNECTIONS = 4;

    @TempDir static Path directory;
    private static List<Corpus.Mail> all;
    private static List<Corpus.Mail> some;
    private static LiveServer server;

    /** One client's way in; takes its share of the messages. */
    private interface Way {
        void send(List<byte[]> messages) throws IOException;
    }

    @BeforeAll
    static void start() {
        Corpus corpus = Corpus.load();
        all = corpus.stream().toList();
        some = corpus.everyNth(STEP).toList();
        assertThat(all).hasSize(Corpus.SIZE);
        server =
                LiveServer.start(directory)
                        .with("smtp", "lmtp", "append", "maildir", "mbox", "folder");
    }

    @AfterAll
    static void everythingIsSoundAndStops() {
        try (LiveServer stopped = server) {
            stopped.verify();
            stopped.stop();
            assertThat(stopped.log()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void overSmtp() throws Exception {
        inParallel(
                all,
                messages -> {
                    try (SmtpMail smtp = server.toSmtp()) {
                        messages.forEach(message -> smtp.deliver("smtp", message));
                    }
                });
        comesBack("smtp", "INBOX", canonical(all), SmtpMail::withoutTrace);
    }

    @Test
    void overLmtp() throws Exception {
        inParallel(
                some,
                messages -> {
                    try (SmtpMail lmtp = server.toLmtp()) {
                        messages.forEach(message -> lmtp.deliver("lmtp", message));
                    }
                });
        comesBack("lmtp", "INBOX", canonical(some), SmtpMail::withoutTrace);
    }

    @Test
    void byAppend() throws Exception {
        inParallel(
                some,
                messages -> {
                    try (ImapMail imap = server.imap("append")) {
                        messages.forEach(message -> imap.append("Archive", message));
                    }
                });
        comesBack("append", "Archive", canonical(some), UnaryOperator.identity());
    }

    @Test
    void byImportOfMaildir() throws Exception {
        Path maildir = Files.createDirectories(directory.resolve("maildir"));
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(sub));
        }
        for (int i = 0; i < some.size(); i++) {
            Files.write(
                    maildir.resolve("cur/" + (1_000_000_000 + i) + ".M1P1.host:2,S"),
                    withoutMboxLine(some.get(i).bytes()));
        }
        server.command("import", "maildir", maildir.toString());
        comesBackFromFiles("maildir");
    }

    @Test
    void byImportOfMbox() throws Exception {
        Path mbox = directory.resolve("corpus.mbox");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(mbox))) {
            for (Corpus.Mail mail : some) {
                out.write(
                        "From app@outside.test Sat Nov 21 10:00:00 2026\n"
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(quoted(mail.canonical()));
                out.write('\n');
            }
        }
        server.command("import", "mbox", mbox.toString(), "--into", "Archive");
        comesBack("mbox", "Archive", canonical(some), UnaryOperator.identity());
    }

    @Test
    void byImportOfFolder() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("eml"));
        for (int i = 0; i < some.size(); i++) {
            Files.write(
                    folder.resolve("%06d.eml".formatted(i)), withoutMboxLine(some.get(i).bytes()));
        }
        server.command("import", "folder", folder.toString());
        comesBackFromFiles("folder");
    }

    /** Lines of LF, and "From " after any number of ">" one ">" deeper: mboxrd. */
    private static byte[] quoted(byte[] canonical) {
        String text = new String(canonical, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        return text.replaceAll("(?m)^(>*From )", ">$1").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withoutMboxLine(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        return text.startsWith("From ")
                ? text.substring(text.indexOf('\n') + 1).getBytes(StandardCharsets.ISO_8859_1)
                : mail;
    }

    private static void inParallel(List<Corpus.Mail> mails, Way way) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int part = i;
                List<byte[]> share =
                        IntStream.range(0, mails.size())
                                .filter(n -> n % CONNECTIONS == part)
                                .mapToObj(n -> mails.get(n).canonical())
                                .toList();
                Callable<Boolean> client =
                        () -> {
                            way.send(share);
                            return true;
                        };
                running.add(clients.submit(client));
            }
            for (Future<?> client : running) client.get();
        }
    }

    /** As the files say, to the last byte: only LF alone has become CRLF. */
    private static void comesBackFromFiles(String user) {
        comesBack(
                user,
                "INBOX",
                some.stream().map(mail -> crlf(withoutMboxLine(mail.bytes()))).toList(),
                UnaryOperator.identity());
    }

    private static byte[] crlf(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1)
                .replaceAll("(?<!\r)\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> canonical(List<Corpus.Mail> mails) {
        return mails.stream().map(Corpus.Mail::canonical).toList();
    }

    /** Exactly these messages are there, as often as they were sent. */
    private static void comesBack(
            String user, String mailbox, List<byte[]> sent, UnaryOperator<byte[]> trim) {
        List<String> expected = sent.stream().map(RealMailTest::digest).sorted().toList();
        List<String> stored = new ArrayList<>();
        try (ImapMail imap = server.imap(user)) {
            assertThat(imap.select(mailbox)).isEqualTo(sent.size());
            imap.bodies((uid, body) -> stored.add(digest(trim.apply(body))));
        }
        assertThat(stored.stream().sorted().toList()).containsExactlyElementsOf(expected);
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
