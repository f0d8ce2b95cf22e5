package org.mailroom.mailstore.kill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Finding;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a power cut does to files and kill -9 does not: writes that had not been synced are cut
 * short, missing or garbage. The load is killed, then the files are cut behind what had been
 * acknowledged. {@code -Dtorn=100} for the long form.
 *
 * <p>Shown for segments: any cut and any garbage behind the last content that a row refers to.
 * Shown for the embedded database: any cut and garbage in what was appended to its file after the
 * last acknowledgement. The database also writes into the middle of its file; which of those writes
 * a power cut could undo cannot be told from outside, so none is undone here.
 */
@Timeout(120)
class TornTailTest {
    private static final int ROUNDS = Integer.getInteger("torn", 6);

    @TempDir Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private AccountId ann = new AccountId(1);

    /** What the load said before it was killed. */
    private record Acknowledged(Set<Integer> messages, long databaseLength) {}

    private Acknowledged load(Path at, int count) throws Exception {
        try (TestStore test = TestStore.in(at)) {
            ann = test.account("ann@example.org").id();
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TornLoad.class.getName(),
                                at.toString(),
                                ann.toString(),
                                Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var messages = new HashSet<Integer>();
        long length = 0;
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String line;
            while ((line = in.readLine()) != null) {
                if (messages.size() == count) {
                    process.toHandle().destroyForcibly();
                }
                String[] said = line.split(" ");
                if (said.length == 4 && said[0].equals("ack")) {
                    messages.add(Integer.parseInt(said[1]));
                    length = Math.max(length, Long.parseLong(said[2]));
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertThat(messages).hasSizeGreaterThanOrEqualTo(count);
        return new Acknowledged(messages, length);
    }

    private Path copy(Path from, String name) throws IOException {
        Path to = directory.resolve(name);
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
        return to;
    }

    private static Path newestSegment(Path at) throws IOException {
        try (var all = Files.list(at.resolve("data/segments"))) {
            return all.filter(f -> f.toString().endsWith(".seg")).sorted().toList().getLast();
        }
    }

    /** Where the last content ends that a row refers to. */
    private long referred(Path loaded) throws IOException {
        Path at = copy(loaded, "looked-at");
        long segment =
                Long.parseLong(newestSegment(at).getFileName().toString().replace(".seg", ""));
        try (TestStore test = TestStore.in(at)) {
            return test.store()
                    .database()
                    .read(
                            s ->
                                    s.createSelectionQuery(
                                                    "select coalesce(max(position + sealedLength),"
                                                            + " 64) from BlobRow where segment ="
                                                            + " :segment",
                                                    Long.class)
                                            .setParameter("segment", segment)
                                            .getSingleResult());
        }
    }

    private void tear(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long length = channel.size();
            long cut = from >= length ? length : from + random.nextLong(length - from + 1);
            if (random.nextInt(3) > 0) {
                channel.truncate(cut);
            }
            if (random.nextInt(3) > 0) {
                byte[] garbage = new byte[1 + random.nextInt(200_000)];
                random.nextBytes(garbage);
                channel.write(ByteBuffer.wrap(garbage), cut);
            }
        }
    }

    private Set<Integer> present(TestStore test) throws IOException {
        var found = new HashSet<Integer>();
        try (AccountMail mail = test.mail(ann)) {
            var inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow().id();
            MailboxView view = mail.open(inbox);
            for (int i = 0; i < view.size(); i++) {
                var email = mail.email(view.row(i).emailId());
                found.add(Integer.parseInt(email.summary().subject().substring(1)));
                try (Content content = mail.content(email.id())) {
                    content.transferTo(OutputStream.nullOutputStream(), 0, content.size());
                }
            }
        }
        return found;
    }

    private static List<Finding> verify(TestStore test) throws IOException {
        var findings = new ArrayList<Finding>();
        new Verify(test.store(), findings::add, Progress.NONE).run();
        return findings;
    }

    private static boolean wrong(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }

    private void assertRecovered(Path at, Set<Integer> acknowledged, int round) throws IOException {
        try (TestStore test = TestStore.in(at)) {
            assertThat(present(test)).as("seed %d round %d", seed, round).containsAll(acknowledged);
            assertThat(verify(test)).as("seed %d round %d", seed, round).noneMatch(f -> wrong(f));
            try (AccountMail mail = test.mail(ann)) {
                test.append(mail, MailboxName.INBOX, TornLoad.message(9999, 10), Flags.NONE);
            }
        }
        try (TestStore test = TestStore.in(at)) {
            assertThat(present(test)).contains(9999);
        }
    }

    @Test
    void aTornSegmentCostsNothingAcknowledged() throws Exception {
        Path loaded = directory.resolve("loaded");
        Acknowledged said = load(Files.createDirectory(loaded), 60);
        long from = referred(loaded);
        for (int round = 0; round < ROUNDS; round++) {
            Path at = copy(loaded, "segment" + round);
            tear(newestSegment(at), from);
            assertRecovered(at, said.messages, round);
        }
    }

    @Test
    void aTornDatabaseFileCostsNothingAcknowledged() throws Exception {
        Path loaded = directory.resolve("loaded");
        Acknowledged said = load(Files.createDirectory(loaded), 60);
        for (int round = 0; round < ROUNDS; round++) {
            Path at = copy(loaded, "rows" + round);
            tear(at.resolve("data/rows.mv.db"), said.databaseLength);
            // it may speak of a sync after the last acknowledgement that reached us, which the cut
            // has undone as no power cut could
            Files.delete(at.resolve("data/rows.mark"));
            assertRecovered(at, said.messages, round);
        }
    }

    /**
     * Damage that no power cut explains: part of what was acknowledged is cut away. The database
     * may refuse to open; it may also open as it was at an earlier moment, whole in itself, and
     * then the mark beside it says that there was more.
     */
    @Test
    void aDatabaseFileCutShortDoesNotGoUnnoticed() throws Exception {
        Path loaded = directory.resolve("loaded");
        Acknowledged said = load(Files.createDirectory(loaded), 60);
        int noticed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path at = copy(loaded, "short" + round);
            Path rows = at.resolve("data/rows.mv.db");
            try (FileChannel channel = FileChannel.open(rows, StandardOpenOption.WRITE)) {
                channel.truncate(random.nextLong(said.databaseLength));
            }
            noticed += noticed(at, said.messages) ? 1 : 0;
        }
        assertThat(noticed).as("seed %d", seed).isEqualTo(ROUNDS);
    }

    private boolean noticed(Path at, Set<Integer> acknowledged) throws IOException {
        try (TestStore test = TestStore.in(at)) {
            return present(test).containsAll(acknowledged)
                    || verify(test).stream().anyMatch(f -> wrong(f));
        } catch (RuntimeException e) {
            return true; // refused to start or to serve
        }
    }
}
