package org.mailroom.mailstore.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobSettings;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that fills up: a file system of 64 MiB in memory, which needs root to mount. What was
 * acknowledged stays, what does not fit is refused, and when there is room again the store goes on
 * without a restart.
 */
@Timeout(60)
class DiskFullTest {
    private static final FlagChange DELETED = FlagChange.add(Flags.parse(List.of("\\Deleted")));

    @TempDir Path directory;

    private Path data;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        mounted =
                run("mount", "-t", "tmpfs", "-o", "size=64m,mode=0700", "tmpfs", data.toString())
                        == 0;
        assumeTrue(mounted, "needs the right to mount a tmpfs (root)");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", data.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private TestStore open(long minFreeMib) {
        var blobs = new BlobSettings(2 << 20, 128 << 10, minFreeMib << 20, 50);
        return TestStore.in(
                directory,
                s ->
                        new StoreSettings(
                                s.messageBytes(),
                                s.idleAccounts(),
                                s.viewMessages(),
                                s.summaryBytes(),
                                s.housekeeping(),
                                s.database(),
                                blobs));
    }

    private static byte[] message(int n, int size) {
        return TestStore.message("m" + n, "x".repeat(size));
    }

    /** Appends until refused; returns how many were taken. */
    private static int fill(TestStore test, AccountMail mail, int from, int size) {
        for (int n = from; n < 100_000; n++) {
            try {
                test.append(mail, MailboxName.INBOX, message(n, size), Flags.NONE);
            } catch (Refused e) {
                assertThat(e.reason()).isEqualTo(Refused.Reason.UNAVAILABLE);
                return n;
            }
        }
        return fail("the disk never filled up");
    }

    private static void assertAllThere(AccountMail mail, int count) throws IOException {
        MailboxView view = mail.open(inbox(mail));
        var subjects = new ArrayList<String>();
        for (int i = 0; i < view.size(); i++) {
            subjects.add(mail.email(view.row(i).emailId()).summary().subject());
            try (Content content = mail.content(view.row(i).emailId())) {
                content.transferTo(new ByteArrayOutputStream(), 0, content.size());
            }
        }
        for (int n = 0; n < count; n++) {
            assertThat(subjects).contains("m" + n);
        }
    }

    private static MailboxId inbox(AccountMail mail) {
        return mail.view().mailbox(MailboxName.INBOX).orElseThrow().id();
    }

    /** As it is meant to be: what is kept free is enough for everything but new mail. */
    @Test
    void refusesMailInTimeAndGoesOnWhenThereIsRoom() throws Exception {
        try (TestStore test = open(24)) {
            var id = test.account("ann@example.org").id();
            try (AccountMail mail = test.mail(id)) {
                int taken = fill(test, mail, 0, 60_000);
                assertThat(taken).isGreaterThan(100);
                assertAllThere(mail, taken);
                assertThat(CheckKit.errors(test.store())).isEmpty();

                // everything else works on, as long as it takes
                long[] all = mail.open(inbox(mail)).uids();
                for (int i = 0; i < 300; i++) {
                    var change = i % 2 == 0 ? DELETED : FlagChange.replace(Flags.NONE);
                    mail.store(inbox(mail), all, change, Long.MAX_VALUE);
                }
                // a clean way out: delete, clear away, take mail again
                mail.store(inbox(mail), all, DELETED, Long.MAX_VALUE);
                mail.expunge(inbox(mail));
                test.store().housekeep();
                test.append(mail, MailboxName.INBOX, message(taken, 60_000), Flags.NONE);
                assertThat(CheckKit.errors(test.store())).isEmpty();
            }
        }
    }

    /** The wall itself: nothing is kept free, so the database meets it too. */
    @Test
    void survivesTheDatabaseRunningOutOfDisk() throws Exception {
        try (TestStore test = open(0)) {
            var id = test.account("ann@example.org").id();
            int taken;
            try (AccountMail mail = test.mail(id)) {
                taken = fill(test, mail, 0, 60_000);
                // the last blocks go to rows
                for (int round = 0; round < 5; round++) {
                    taken = fill(test, mail, taken, 100);
                }
                for (int i = 0; i < 50; i++) {
                    try {
                        long[] some = mail.open(inbox(mail)).uids();
                        var flag = Flags.parse(List.of("\\Seen", "k" + i));
                        mail.store(inbox(mail), some, FlagChange.add(flag), Long.MAX_VALUE);
                    } catch (Refused e) {
                        assertThat(e.reason()).isEqualTo(Refused.Reason.UNAVAILABLE);
                    }
                }
            }
            assertThat(run("mount", "-o", "remount,size=128m", data.toString())).isZero();
            try (AccountMail mail = test.mail(id)) {
                assertAllThere(mail, taken);
                test.append(mail, MailboxName.INBOX, message(taken, 60_000), Flags.NONE);
                assertAllThere(mail, taken + 1);
                assertThat(CheckKit.errors(test.store())).isEmpty();
            }
        }
        // and once more from what is on the disk
        try (TestStore test = open(0)) {
            assertThat(CheckKit.errors(test.store())).isEmpty();
        }
    }
}
