package org.mailroom.mailstore.check;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.backup.Backup;
import org.mailroom.mailstore.blob.BlobSettings;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A thousand words that are nowhere else, in everything that people write; then every byte of the
 * data directory, the backup and this process's temporary files is searched for them: plain, in
 * either UTF-16 and in base64 at each of its three alignments.
 */
@Timeout(60)
class CanaryTest {
    private static final int WORDS = 1_000;

    /** Bytes of a needle that are looked up; rarer than once in 10¹⁹ by chance. */
    private static final int KEY = 8;

    @TempDir Path directory;

    private final Random random = new Random();
    private final List<String> words = new ArrayList<>();
    private final Map<Long, List<byte[]>> needles = new HashMap<>();

    private String word() {
        var word = new StringBuilder("Zq");
        for (int i = 0; i < 14; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        words.add(word.toString());
        return word.toString();
    }

    private void addNeedles() {
        for (String word : words) {
            for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
                add(word.getBytes(charset));
            }
            for (int shift = 0; shift < 3; shift++) {
                byte[] shifted = ("\0".repeat(shift) + word).getBytes(UTF_8);
                String base64 = Base64.getEncoder().encodeToString(shifted);
                // the outermost characters depend on the neighbours
                add(base64.substring(shift == 0 ? 0 : 4, base64.length() - 4).getBytes(ISO_8859_1));
            }
        }
    }

    private void add(byte[] needle) {
        needles.computeIfAbsent(key(needle, 0), k -> new ArrayList<>()).add(needle);
    }

    private static long key(byte[] bytes, int at) {
        long key = 0;
        for (int i = 0; i < KEY; i++) {
            key = key << 8 | (bytes[at + i] & 0xFF);
        }
        return key;
    }

    /** How many needles lie in the file. */
    private int search(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return 0; // deleted while we looked
        }
        int found = 0;
        for (int at = 0; at + KEY <= bytes.length; at++) {
            for (byte[] needle : needles.getOrDefault(key(bytes, at), List.of())) {
                int end = at + needle.length;
                if (end <= bytes.length
                        && java.util.Arrays.equals(bytes, at, end, needle, 0, needle.length)) {
                    found++;
                }
            }
        }
        return found;
    }

    private record Searched(long bytes, List<Path> hits) {}

    private Searched searchAll(Path root) throws IOException {
        long bytes = 0;
        var hits = new ArrayList<Path>();
        List<Path> files;
        try (var all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            bytes += Files.exists(file) ? Files.size(file) : 0;
            if (search(file) > 0) {
                hits.add(file);
            }
        }
        return new Searched(bytes, hits);
    }

    private byte[] mail(int n) {
        String body = (word() + " lorem ipsum ").repeat(1 + n * 40);
        String attached = Base64.getMimeEncoder().encodeToString(word().repeat(50).getBytes(UTF_8));
        return ("From: "
                        + word()
                        + " <"
                        + word()
                        + "@example.org>\r\nSubject: "
                        + word()
                        + "\r\nMessage-ID: <"
                        + word()
                        + "@example.org>\r\nX-Note: "
                        + word()
                        + "\r\n"
                        + "MIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\n"
                        + "Content-Type: text/plain\r\n\r\n"
                        + body
                        + "\r\n--b\r\nContent-Type: application/octet-stream; name="
                        + word()
                        + ".txt\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + attached
                        + "\r\n--b--\r\n")
                .getBytes(UTF_8);
    }

    @Test
    void noWordOfAnyMessageIsOnTheDisk() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        // segments small enough to be compacted, staging that overflows to disk
        var blobs = new BlobSettings(1 << 20, 0, 0, 90);
        try (TestStore test =
                TestStore.create(
                        s ->
                                new org.mailroom.mailstore.mail.StoreSettings(
                                        s.messageBytes(),
                                        s.idleAccounts(),
                                        s.viewMessages(),
                                        s.summaryBytes(),
                                        s.housekeeping(),
                                        s.database(),
                                        blobs))) {
            String address = word() + "@example.org";
            var wanted = new NewAccount(address, List.of(word() + "@example.org"), word(), 0);
            AccountId id = test.store().accounts().create(wanted).id();
            test.store().accounts().keepSecret(id, "note", word().getBytes(UTF_8));
            try (AccountMail mail = test.mail(id)) {
                fill(test, mail);
                addNeedles();
                assertThat(words.size()).isGreaterThanOrEqualTo(WORDS);
                try (Incoming open = test.store().receive()) {
                    byte[] more =
                            (words.get(5) + " " + words.get(6)).repeat(20_000).getBytes(UTF_8);
                    open.write(more, 0, more.length);
                    assertNothing(test.directory()); // with staging files in use
                }
                mail.expunge(mail.view().mailbox(MailboxName.INBOX).orElseThrow().id());
                test.store().housekeep();
                assertThat(CheckKit.errors(test.store())).isEmpty();
                new Backup(test.store(), Progress.NONE).to(directory.resolve("backup"));
            }
            assertNothing(test.directory());
            assertNothing(directory.resolve("backup"));
            TestStore again = test.reopen();
            assertNothing(again.directory());
            again.store().close();
            assertNothing(test.directory());
            assertNothing(own(temporary));
        }
        findsWhatIsThere();
    }

    private void fill(TestStore test, AccountMail mail) {
        for (int i = 0; words.size() < WORDS - 100; i++) {
            Flags flags = Flags.parse(i % 3 == 0 ? List.of("\\Deleted", word()) : List.of(word()));
            test.append(mail, MailboxName.INBOX, mail(i), flags);
        }
        for (int i = 0; i < 50; i++) {
            var name = new MailboxName(word() + "/" + word());
            mail.create(name, Optional.empty());
            mail.subscribe(name);
        }
    }

    private void assertNothing(Path root) throws IOException {
        Searched searched = searchAll(root);
        assertThat(searched.hits()).isEmpty();
        assertThat(searched.bytes()).as("bytes searched in %s", root).isPositive();
    }

    /** A directory with copies of what this run has put among the temporary files. */
    private Path own(Path temporary) throws IOException {
        Path copies = Files.createDirectory(directory.resolve("temporary"));
        Files.writeString(copies.resolve("one"), "so that there is something");
        long pid = ProcessHandle.current().pid();
        try (var files = Files.list(temporary)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean recent =
                        Files.getLastModifiedTime(file).toMillis()
                                > ProcessHandle.current()
                                        .info()
                                        .startInstant()
                                        .orElseThrow()
                                        .toEpochMilli();
                if (recent && Files.isReadable(file) && Files.size(file) < 64 << 20) {
                    Files.copy(file, copies.resolve(pid + "-" + file.getFileName()));
                }
            }
        }
        return copies;
    }

    /** The search itself finds each form. */
    private void findsWhatIsThere() throws IOException {
        Path file = directory.resolve("plain");
        String word = words.getLast();
        List<byte[]> forms =
                List.of(
                        word.getBytes(UTF_8),
                        word.getBytes(UTF_16LE),
                        word.getBytes(UTF_16BE),
                        Base64.getEncoder().encode(("a" + word + "zz").getBytes(UTF_8)),
                        Base64.getEncoder().encode(("ab" + word + "zz").getBytes(UTF_8)),
                        Base64.getEncoder().encode(("abc" + word + "zz").getBytes(UTF_8)));
        for (byte[] form : forms) {
            Files.write(file, form);
            assertThat(search(file)).isPositive();
        }
    }
}
