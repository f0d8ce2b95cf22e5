package org.mailroom.mailstore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.CheckKit;
import org.mailroom.mailstore.check.Finding;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verified;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.Postgres;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(90)
class BackupTest {
    @TempDir Path directory;

    private TestStore test;
    private AccountId ann;
    private AccountMail mail;
    private Path backup;

    @BeforeEach
    void fill() {
        use(TestStore.create());
        backup = directory.resolve("backup");
    }

    private void use(TestStore store) {
        test = store;
        ann = test.account("ann@example.org").id();
        mail = test.mail(ann);
        mail.create(new MailboxName("Größe/unten"), java.util.Optional.empty());
        Flags flags = Flags.parse(List.of("\\Seen", "urgent"));
        for (int i = 0; i < 20; i++) {
            byte[] message = TestStore.message("m" + i, "x".repeat(i * i * 1000));
            test.append(mail, MailboxName.INBOX, message, i % 2 == 0 ? flags : Flags.NONE);
        }
    }

    @AfterEach
    void close() {
        mail.close();
        test.close();
    }

    private Saved save() throws IOException {
        return new Backup(test.store(), Progress.NONE).to(backup);
    }

    private Verified restore(Path data, StoreSettings settings) throws IOException {
        var found = new ArrayList<Finding>();
        Verified verified =
                new Restore(settings, test.masters(), found::add, Progress.NONE).from(backup, data);
        found.removeIf(f -> f.severity() != Finding.Severity.ERROR);
        assertThat(found).isEmpty();
        return verified;
    }

    /** Everything an owner can see, as text. */
    private List<String> image(MailStore store) throws IOException {
        var lines = new ArrayList<String>();
        Account account = store.accounts().byAddress("ann@example.org").orElseThrow();
        lines.add(account.toString());
        var access = new org.mailroom.mailstore.account.Access.Owner(account.id());
        try (AccountMail all = store.mail(access, account.id())) {
            for (var mailbox : all.view().mailboxes()) {
                lines.add(mailbox.toString());
                MailboxView view = all.open(mailbox.id());
                for (int i = 0; i < view.size(); i++) {
                    var bytes = new ByteArrayOutputStream();
                    try (Content content = all.content(view.row(i).emailId())) {
                        content.transferTo(bytes, 0, content.size());
                    }
                    lines.add(
                            view.row(i)
                                    + " "
                                    + view.keywords(view.keywordSet(i))
                                    + " "
                                    + Arrays.hashCode(bytes.toByteArray()));
                }
            }
        }
        return lines;
    }

    private void assertSameIn(Path data, StoreSettings settings) throws IOException {
        List<String> before = image(test.store());
        try (MailStore restored = MailStore.open(data, settings, test.masters())) {
            assertThat(image(restored)).isEqualTo(before);
            // ids are not given twice
            var next = new org.mailroom.mailstore.account.NewAccount("bob@example.org");
            assertThat(restored.accounts().create(next).id().value()).isGreaterThan(1);
            assertThat(CheckKit.errors(restored)).isEmpty();
        }
    }

    @Test
    void comesBackAsItWas() throws IOException {
        Saved saved = save();
        assertThat(saved.rows()).isGreaterThan(50);
        assertThat(saved.segments()).isEqualTo(1);
        Path data = directory.resolve("restored");
        Verified verified = restore(data, StoreSettings.DEFAULT);
        assertThat(verified.emails()).isEqualTo(20);
        assertSameIn(data, StoreSettings.DEFAULT);
    }

    @Test
    void movesToPostgresAndBack() throws IOException {
        save();
        StoreSettings postgres = StoreSettings.DEFAULT.with(Postgres.freshDatabase());
        Path there = directory.resolve("there");
        restore(there, postgres);
        assertSameIn(there, postgres);
        try (MailStore store = MailStore.open(there, postgres, test.masters())) {
            new Backup(store, Progress.NONE).to(directory.resolve("second"));
        }
        backup = directory.resolve("second");
        Path back = directory.resolve("back");
        restore(back, StoreSettings.DEFAULT);
        try (MailStore restored = MailStore.open(back, StoreSettings.DEFAULT, test.masters())) {
            assertThat(image(restored)).hasSameSizeAs(image(test.store()));
        }
        // not on top of the other
        Path again = directory.resolve("again");
        assertThatThrownBy(() -> restore(again, postgres))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void copiesOnlyWhatIsNew() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((large[i] & 0x3F) | 0x40);
        }
        test.append(mail, MailboxName.INBOX, large, Flags.NONE);
        mail.close();
        test = test.reopen(); // so that the segment is settled
        mail = test.mail(ann);
        Saved first = save();
        byte[] small = TestStore.message("new", "body");
        test.append(mail, MailboxName.INBOX, small, Flags.NONE);
        Saved second = save();
        assertThat(second.segments()).isEqualTo(first.segments() + 1);
        assertThat(second.copiedBytes()).isLessThan(first.copiedBytes() - (3 << 20));
        test.append(mail, MailboxName.INBOX, small, Flags.NONE); // the segment has grown
        Saved third = save();
        assertThat(third.segments()).isEqualTo(second.segments());
        Path data = directory.resolve("restored");
        restore(data, StoreSettings.DEFAULT);
        assertSameIn(data, StoreSettings.DEFAULT);
        try (var files = Files.list(backup)) {
            assertThat(files.count()).as("nothing is left over").isEqualTo(third.segments() + 3L);
        }
    }

    @Test
    void aBackupCutOffLeavesTheEarlierOne() throws IOException {
        save();
        byte[] more = TestStore.message("more", "body");
        List<String> before = image(test.store());
        test.append(mail, MailboxName.INBOX, more, Flags.NONE);
        Progress cut =
                (stage, done, total) -> {
                    if (stage.equals("contents") && done > 0) {
                        throw new IllegalStateException("cut off");
                    }
                };
        assertThatThrownBy(() -> new Backup(test.store(), cut).to(backup))
                .hasMessageContaining("cut off");
        restore(directory.resolve("restored"), StoreSettings.DEFAULT);
        try (MailStore restored =
                MailStore.open(
                        directory.resolve("restored"), StoreSettings.DEFAULT, test.masters())) {
            assertThat(image(restored)).isEqualTo(before);
        }
        // and the next one goes on from there
        save();
        restore(directory.resolve("restored2"), StoreSettings.DEFAULT);
    }

    @Test
    void isOfOneMomentThoughEverythingChanges() throws Exception {
        var stop = new AtomicBoolean();
        var failed = new AtomicReference<Throwable>();
        MailboxId inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow().id();
        MailboxId trash = mail.view().mailbox(new MailboxName("Trash")).orElseThrow().id();
        Thread writer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        for (int i = 0; !stop.get(); i++) {
                                            byte[] m = TestStore.message("w" + i, "y".repeat(2000));
                                            test.append(mail, MailboxName.INBOX, m, Flags.NONE);
                                            MailboxView view = mail.open(inbox);
                                            mail.move(inbox, new long[] {view.uid(0)}, trash);
                                            if (i % 10 == 9) {
                                                test.store().housekeep();
                                            }
                                        }
                                    } catch (Throwable e) {
                                        failed.set(e);
                                    }
                                });
        try {
            for (int round = 0; round < 4; round++) {
                save();
                Verified verified =
                        restore(directory.resolve("restored" + round), StoreSettings.DEFAULT);
                assertThat(verified.clean()).isTrue();
            }
        } finally {
            stop.set(true);
            writer.join();
        }
        assertThat(failed.get()).isNull();
    }

    @Test
    void everyAlteredByteIsNoticedBeforeAnythingIsTouched() throws IOException {
        save();
        var random = new Random(7);
        List<Path> files;
        try (var all = Files.list(backup)) {
            files = all.filter(f -> !f.endsWith("lock")).toList();
        }
        for (Path file : files) {
            byte[] original = Files.readAllBytes(file);
            byte[] altered = original.clone();
            altered[random.nextInt(altered.length)] ^= 4;
            Files.write(file, altered);
            assertRefused();
            Files.write(file, Arrays.copyOf(original, random.nextInt(original.length)));
            assertRefused();
            Files.delete(file);
            assertRefused();
            Files.write(file, original);
        }
        Restore.check(backup, Progress.NONE);
    }

    private void assertRefused() {
        Path data = directory.resolve("refused");
        assertThatThrownBy(() -> restore(data, StoreSettings.DEFAULT))
                .isInstanceOf(IOException.class);
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesWhatIsNotEmptyAndWhatIsNotItsOwn() throws IOException {
        save();
        Path data = directory.resolve("restored");
        restore(data, StoreSettings.DEFAULT);
        assertThatThrownBy(() -> restore(data, StoreSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty");
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("diary.txt"), "dear diary");
        assertThatThrownBy(() -> new Backup(test.store(), Progress.NONE).to(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("diary.txt");
        assertThat(other.resolve("diary.txt")).exists();
    }

    @Test
    void aHalfRestoreIsNotOpened() throws IOException {
        save();
        Path data = directory.resolve("half");
        Progress cut =
                (stage, done, total) -> {
                    if (stage.equals("rows")) {
                        throw new IllegalStateException("cut off");
                    }
                };
        assertThatThrownBy(
                        () ->
                                new Restore(StoreSettings.DEFAULT, test.masters(), f -> {}, cut)
                                        .from(backup, data))
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> MailStore.open(data, StoreSettings.DEFAULT, test.masters()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interrupted");
        assertThatThrownBy(() -> restore(data, StoreSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void holdsNoKey() throws IOException {
        save();
        Path keystore = test.directory().resolve("master.bcfks");
        try (FileChannel in = FileChannel.open(keystore, StandardOpenOption.READ);
                var files = Files.list(backup)) {
            ByteBuffer start = ByteBuffer.allocate(64);
            in.read(start);
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, ISO_8859_1);
                assertThat(bytes.contains(new String(start.array(), ISO_8859_1))).isFalse();
                assertThat(file.getFileName().toString()).doesNotContain("bcfks");
            }
        }
    }
}
