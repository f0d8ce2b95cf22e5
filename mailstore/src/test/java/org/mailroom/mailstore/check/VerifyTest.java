package org.mailroom.mailstore.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailroom.mailstore.check.CheckKit.errors;
import static org.mailroom.mailstore.check.CheckKit.kinds;
import static org.mailroom.mailstore.check.CheckKit.repair;
import static org.mailroom.mailstore.check.CheckKit.sql;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Finding.Kind;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class VerifyTest {
    private static final MailboxName ARCHIVE = new MailboxName("Archive");

    private TestStore test;
    private AccountId ann;
    private @Nullable AccountMail mail;

    @BeforeEach
    void fill() {
        test = open();
        ann = test.account("ann@example.org").id();
        AccountId bob = test.account("bob@example.org").id();
        test.store().accounts().keepSecret(ann, "password", new byte[] {1, 2, 3});
        mail = test.mail(ann);
        mail.subscribe(ARCHIVE);
        for (int i = 0; i < 5; i++) {
            Flags flags = Flags.parse(List.of(i % 2 == 0 ? "\\Seen" : "work" + i));
            test.append(mail, MailboxName.INBOX, TestStore.message("m" + i, "body"), flags);
        }
        deliver("both", ann, bob);
        byte[] large = TestStore.message("large", "x".repeat(300_000));
        test.append(mail, MailboxName.INBOX, large, Flags.NONE);
        mail.copy(inbox(), new long[] {1, 2}, id(ARCHIVE));
        mail.store(
                inbox(),
                new long[] {3},
                FlagChange.replace(Flags.parse(List.of("\\Deleted"))),
                Long.MAX_VALUE);
        mail.expunge(inbox());
    }

    TestStore open() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        if (mail != null) {
            mail.close();
        }
        test.close();
    }

    private MailboxId id(MailboxName name) {
        return mail.view().mailbox(name).orElseThrow().id();
    }

    private MailboxId inbox() {
        return id(MailboxName.INBOX);
    }

    private void deliver(String subject, AccountId... to) {
        try (Incoming incoming = test.incoming(TestStore.message(subject, "hello"))) {
            test.store()
                    .deliverer()
                    .deliver(
                            incoming,
                            Instant.now(),
                            java.util.Arrays.stream(to)
                                    .map(a -> new Shipment.Copy(a, MailboxName.INBOX, Flags.NONE))
                                    .toList());
        }
    }

    @Test
    void findsNothingInASoundStoreAndCountsWhatItSaw() throws IOException {
        var verified = new Verify(test.store(), f -> {}, Progress.NONE).run();
        assertThat(errors(test.store())).isEmpty();
        assertThat(verified.accounts()).isEqualTo(2);
        assertThat(verified.mailboxes()).isEqualTo(12);
        assertThat(verified.messages()).isEqualTo(9);
        assertThat(verified.emails()).isEqualTo(7);
        assertThat(verified.contentBytes()).isGreaterThan(300_000);
        assertThat(verified.clean()).isTrue();
    }

    @Test
    void removedAccountsAndDeletedMailboxesAreNoFinding() {
        mail.delete(ARCHIVE);
        assertThat(errors(test.store())).isEmpty();
        test.store().accounts().remove(ann);
        assertThat(errors(test.store())).isEmpty();
        test.store().housekeep();
        assertThat(errors(test.store())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    update mailbox set messages = messages + 1                  | MAILBOX_COUNTERS
                    update mailbox set unseen = unseen + 1                      | MAILBOX_COUNTERS
                    update mailbox set deleted = deleted + 1                    | MAILBOX_COUNTERS
                    update mailbox set size_bytes = size_bytes - 1              | MAILBOX_COUNTERS
                    update mailbox set uid_next = 3 where messages > 3          | MAILBOX_COUNTERS
                    update mailbox set highest_modseq = 1 where messages > 0    | MAILBOX_COUNTERS
                    update account_state set modseq = 2                         | MAILBOX_COUNTERS
                    update account_state set used_bytes = used_bytes + 7        | USED_BYTES
                    update email set entries = entries + 1                      | EMAIL_ENTRIES
                    update blob set refs = refs + 1                             | BLOB_REFS
                    delete from entry where uid = 4                             | EMAIL_ORPHAN
                    delete from email where account_id = 2                      | BLOB_REFS
                    update entry set received = received + 1                    | ENTRY_COPY
                    update entry set size_bytes = size_bytes + 1 where uid = 2  | ENTRY_COPY
                    update email set summary = wrapped_key                      | EMAIL_SUMMARY
                    insert into thread_ref values (77, 1, 1)                    | ROWS_ORPHAN
                    """)
    void rebuildsWhatCanBeRebuilt(String damage, Kind expected) {
        int shown = mail.open(inbox()).size();
        sql(test, damage);
        assertThat(kinds(errors(test.store()))).contains(expected);
        List<Finding> repaired = repair(test.store());
        assertThat(repaired).anyMatch(f -> f.kind() == expected && f.repaired());
        assertThat(repaired.stream().filter(f -> f.kind().repairable() && !f.repaired())).isEmpty();
        assertThat(errors(test.store())).noneMatch(f -> f.kind().repairable());

        // the store goes on with what is right now
        deliver("after", ann);
        assertThat(mail.open(inbox()).size()).isBetween(shown, shown + 1);
        assertThat(errors(test.store())).noneMatch(f -> f.kind().repairable());
        long newest = mail.open(inbox()).row(mail.open(inbox()).size() - 1).emailId();
        assertThat(mail.email(newest).summary().subject()).isEqualTo("after");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    delete from email where id = (select max(id) from email)        | ENTRY_EMAIL
                    update entry set keyword_set = 99 where uid = 1                 | ENTRY_KEYWORDS
                    update expunged set first_uid = 1, last_uid = 9                 | ENTRY_EXPUNGED
                    delete from blob where id = (select min(id) from blob)          | EMAIL_CONTENT
                    update blob set position = position + 64                        | EMAIL_CONTENT
                    update blob set size_bytes = size_bytes + 1                     | EMAIL_CONTENT
                    update blob set digest = (select max(digest) from blob)         | EMAIL_CONTENT
                    delete from address                                             | ACCOUNT_ADDRESS
                    delete from account_state where account_id = 1                  | ACCOUNT_STATE
                    delete from mailbox where special_use is null                   | INBOX_MISSING
                    """)
    void namesWhatCannotBeRebuilt(String damage, Kind expected) {
        sql(test, damage);
        mail.close();
        mail = null;
        test = test.reopen();
        assertThat(kinds(errors(test.store()))).contains(expected);
        assertThat(repair(test.store())).anyMatch(f -> f.kind() == expected && !f.repaired());
    }

    /** Everything changes all the time while the check runs again and again. */
    @Test
    void raisesNoFalseAlarmWhileServing() throws Exception {
        var stop = new AtomicBoolean();
        var failed = new AtomicReference<Throwable>();
        long seed = System.nanoTime();
        var threads = new java.util.ArrayList<Thread>();
        for (int t = 0; t < 3; t++) {
            var random = new Random(seed + t);
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            while (!stop.get()) {
                                                change(random);
                                            }
                                        } catch (Throwable e) {
                                            failed.set(e);
                                        }
                                    }));
        }
        int rounds = 0;
        long until = System.nanoTime() + 4_000_000_000L;
        try {
            while (System.nanoTime() < until || rounds < 3) {
                assertThat(errors(test.store())).as("seed %d", seed).isEmpty();
                rounds++;
            }
        } finally {
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failed.get()).isNull();
        assertThat(errors(test.store())).isEmpty();
    }

    private void change(Random random) {
        var view = mail.open(inbox());
        long[] uids = new long[] {view.uid(random.nextInt(view.size()))};
        switch (random.nextInt(7)) {
            case 0 -> deliver("d" + random.nextInt(), ann, new AccountId(2));
            case 1 -> mail.copy(inbox(), uids, id(ARCHIVE));
            case 2 -> mail.move(id(ARCHIVE), uids, inbox());
            case 3 -> mail.expunge(id(ARCHIVE));
            case 4 -> {
                MailboxName name = new MailboxName("n" + random.nextLong());
                mail.create(name, Optional.empty());
                mail.copy(inbox(), uids, id(name));
                mail.delete(name);
            }
            case 5 -> test.store().housekeep();
            default ->
                    mail.store(
                            id(ARCHIVE),
                            uids,
                            FlagChange.replace(Flags.parse(List.of("\\Deleted"))),
                            Long.MAX_VALUE);
        }
    }
}
