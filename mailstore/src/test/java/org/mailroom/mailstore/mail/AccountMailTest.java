package org.mailroom.mailstore.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What an account's mail promises, on the embedded database; {@link AccountMailOnPostgresTest}. */
@Timeout(60)
class AccountMailTest {
    private TestStore test;
    private Account ann;
    private AccountMail mail;

    @BeforeEach
    void open() {
        test = store();
        ann = test.account("ann@example.org");
        mail = test.mail(ann.id());
    }

    TestStore store() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        mail.close();
        test.close();
    }

    private MailboxId id(String name) {
        return mail.view().mailbox(new MailboxName(name)).orElseThrow().id();
    }

    private Filed put(String mailbox, String subject, Flags flags) {
        return test.append(
                mail, new MailboxName(mailbox), TestStore.message(subject, "body"), flags);
    }

    private static Refused.Reason reason(Throwable t) {
        return ((Refused) t).reason();
    }

    @Test
    void beginsWithTheMailboxesEverybodyExpects() {
        assertThat(mail.view().mailboxes().stream().map(m -> m.name().value()))
                .containsExactly("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash");
        assertThat(mail.view().mailbox(SpecialUse.SENT)).isPresent();
    }

    @Test
    void appendGivesBackTheSameBytes() throws Exception {
        byte[] message = TestStore.message("Hello", "x".repeat(200_000));
        Filed filed = test.append(mail, MailboxName.INBOX, message, Flags.of(SystemFlag.SEEN));
        assertThat(filed.uids()).containsExactly(1);
        var view = mail.open(id("INBOX"));
        assertThat(view.size()).isEqualTo(1);
        assertThat(view.flagsOf(0).has(SystemFlag.SEEN)).isTrue();
        assertThat(view.mailbox().size()).isEqualTo(message.length);
        var out = new ByteArrayOutputStream();
        try (Content content = mail.content(view.emailId(0))) {
            content.transferTo(out, 0, content.size());
        }
        assertThat(out.toByteArray()).isEqualTo(message);
        assertThat(mail.email(view.emailId(0)).summary().subject()).isEqualTo("Hello");
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        put("INBOX", "One", new Flags(SystemFlag.FLAGGED.bit(), List.of("$Label", "other")));
        mail.create(new MailboxName("Größe/日本"), Optional.empty());
        mail.subscribe(new MailboxName("Größe/日本"));
        long modseq = mail.view().modseq();
        mail.close();
        test = test.reopen();
        mail = test.mail(ann.id());
        assertThat(mail.view().modseq()).isEqualTo(modseq);
        var view = mail.open(id("INBOX"));
        assertThat(view.flagsOf(0).keywords()).containsExactly("$Label", "other");
        assertThat(mail.view().mailbox(new MailboxName("Größe/日本"))).isPresent();
        assertThat(mail.view().subscriptions()).containsExactly(new MailboxName("Größe/日本"));
        assertThat(mail.email(view.emailId(0)).summary().subject()).isEqualTo("One");
    }

    @Test
    void everyChangeTakesTheNextModseq() {
        long start = mail.view().modseq();
        Filed filed = put("INBOX", "One", Flags.NONE);
        assertThat(filed.modseq()).isEqualTo(start + 1);
        mail.store(
                id("INBOX"),
                filed.uids(),
                FlagChange.add(Flags.of(SystemFlag.SEEN)),
                Long.MAX_VALUE);
        assertThat(mail.view().modseq()).isEqualTo(start + 2);
        assertThat(mail.open(id("INBOX")).modseq(0)).isEqualTo(start + 2);
        mail.store(
                id("INBOX"),
                filed.uids(),
                FlagChange.add(Flags.of(SystemFlag.SEEN)),
                Long.MAX_VALUE);
        assertThat(mail.view().modseq()).as("nothing changed").isEqualTo(start + 2);
    }

    @Test
    void storeHonoursUnchangedSince() {
        long[] uids = {
            put("INBOX", "One", Flags.NONE).uids()[0], put("INBOX", "Two", Flags.NONE).uids()[0]
        };
        long between = mail.view().modseq() - 1;
        StoreOutcome outcome =
                mail.store(
                        id("INBOX"), uids, FlagChange.add(new Flags(0, List.of("done"))), between);
        assertThat(outcome.changed()).containsExactly(uids[0]);
        assertThat(outcome.modified()).containsExactly(uids[1]);
        assertThat(outcome.view().flagsOf(0).has("DONE")).isTrue();
        assertThat(outcome.view().flagsOf(1).has("done")).isFalse();
    }

    @Test
    void keywordsKeepTheirFirstSpelling() {
        put("INBOX", "One", new Flags(0, List.of("Work")));
        put("INBOX", "Two", new Flags(0, List.of("WORK", "home")));
        assertThat(mail.open(id("INBOX")).flagsOf(1).keywords()).containsExactly("home", "Work");
        assertThat(mail.open(id("INBOX")).knownKeywords()).containsExactly("home", "Work");
    }

    @Test
    void copyKeepsTheEmailMoveTakesItAway() {
        long uid = put("INBOX", "One", Flags.of(SystemFlag.FLAGGED)).uids()[0];
        long email = mail.open(id("INBOX")).emailId(0);
        Filed copied = mail.copy(id("INBOX"), new long[] {uid, 99}, id("Archive"));
        assertThat(copied.sourceUids()).containsExactly(uid);
        assertThat(mail.open(id("Archive")).emailId(0)).isEqualTo(email);
        Filed moved = mail.move(id("INBOX"), new long[] {uid}, id("Trash"));
        assertThat(moved.uids()).containsExactly(1);
        assertThat(mail.open(id("INBOX")).size()).isZero();
        assertThat(mail.open(id("Trash")).flagsOf(0).has(SystemFlag.FLAGGED)).isTrue();
        assertThat(mail.vanishedSince(id("INBOX"), 0)).containsExactly(new UidRange(uid, uid));
        long used = mail.view().usedBytes();
        assertThat(used).isEqualTo(mail.email(email).size());
    }

    @Test
    void expungeForgetsTheContentWhenNoCopyIsLeft() {
        long uid = put("INBOX", "One", Flags.of(SystemFlag.DELETED)).uids()[0];
        long email = mail.open(id("INBOX")).emailId(0);
        assertThat(mail.expunge(id("INBOX"), new long[] {uid + 1})).isEmpty();
        assertThat(mail.expunge(id("INBOX"))).containsExactly(uid);
        assertThat(mail.view().usedBytes()).isZero();
        assertThatThrownBy(() -> mail.content(email))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.EXPUNGED));
        Filed next = put("INBOX", "Two", Flags.NONE);
        assertThat(next.uids()).as("UIDs are not used again").containsExactly(uid + 1);
    }

    @Test
    void vanishedRangesMergeNeighbours() {
        for (int i = 0; i < 6; i++) {
            put("INBOX", "m" + i, i == 3 ? Flags.NONE : Flags.of(SystemFlag.DELETED));
        }
        mail.expunge(id("INBOX"), new long[] {2});
        mail.expunge(id("INBOX"));
        assertThat(mail.vanishedSince(id("INBOX"), 0))
                .containsExactly(new UidRange(1, 3), new UidRange(5, 6));
    }

    @Test
    void countersFollow() {
        put("INBOX", "One", Flags.NONE);
        put("INBOX", "Two", Flags.of(SystemFlag.SEEN, SystemFlag.DELETED));
        Mailbox inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow();
        assertThat(inbox.messages()).isEqualTo(2);
        assertThat(inbox.unseen()).isEqualTo(1);
        assertThat(inbox.deleted()).isEqualTo(1);
        mail.expunge(inbox.id());
        inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow();
        assertThat(inbox.messages()).isEqualTo(1);
        assertThat(inbox.deleted()).isZero();
    }

    @Test
    void createMakesTheParentsAndRefusesASecond() {
        mail.create(new MailboxName("a/b/c"), Optional.of(SpecialUse.MEMOS));
        assertThat(mail.view().mailbox(new MailboxName("a"))).isPresent();
        assertThat(mail.view().hasChildren(new MailboxName("a"))).isTrue();
        assertThat(mail.view().hasChildren(new MailboxName("a/b/c"))).isFalse();
        assertThatThrownBy(() -> mail.create(new MailboxName("a/b"), Optional.empty()))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.ALREADY_EXISTS));
    }

    @Test
    void deletedMailboxIsGoneAtOnceAndEmptiedLater() {
        mail.create(new MailboxName("Old"), Optional.empty());
        long validity = mail.view().mailbox(new MailboxName("Old")).orElseThrow().uidValidity();
        put("Old", "One", Flags.NONE);
        MailboxId old = id("Old");
        mail.delete(new MailboxName("Old"));
        assertThat(mail.view().mailbox(new MailboxName("Old"))).isEmpty();
        assertThatThrownBy(() -> mail.open(old))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.NONEXISTENT));
        test.store().housekeep();
        assertThat(mail.view().usedBytes()).isZero();
        Mailbox again = mail.create(new MailboxName("Old"), Optional.empty());
        assertThat(again.uidValidity()).isGreaterThan(validity);
    }

    @Test
    void renameTakesChildrenAlong() {
        mail.create(new MailboxName("a/b"), Optional.empty());
        MailboxId b = id("a/b");
        mail.rename(new MailboxName("a"), new MailboxName("x/y"));
        assertThat(id("x/y/b")).isEqualTo(b);
        assertThat(mail.view().mailbox(new MailboxName("a"))).isEmpty();
        assertThatThrownBy(() -> mail.rename(new MailboxName("x"), new MailboxName("x/z")))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.CANNOT));
    }

    @Test
    void renamingInboxLeavesAnEmptyOne() {
        put("INBOX", "One", Flags.NONE);
        mail.rename(MailboxName.INBOX, new MailboxName("Old mail"));
        assertThat(mail.open(id("Old mail")).size()).isEqualTo(1);
        assertThat(mail.open(id("INBOX")).size()).isZero();
    }

    @Test
    void onlyTheOwnerOrAnOperatorOpensIt() {
        Account bob = test.account("bob@example.org");
        assertThatThrownBy(() -> test.store().mail(new Access.Owner(bob.id()), ann.id()))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.NO_PERMISSION));
        try (AccountMail m = test.store().mail(new Access.Operator("root", "export"), ann.id())) {
            assertThat(m.view().mailboxes()).isNotEmpty();
        }
    }

    @Test
    void anEmailOfAnotherAccountIsNotThere() {
        put("INBOX", "One", Flags.NONE);
        long email = mail.open(id("INBOX")).emailId(0);
        try (AccountMail bob = test.mail(test.account("bob@example.org").id())) {
            assertThat(bob.emails(new long[] {email})).isEmpty();
            assertThatThrownBy(() -> bob.content(email))
                    .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.EXPUNGED));
        }
    }

    @Test
    void quotaIsKept() {
        byte[] message = TestStore.message("Big", "x".repeat(1000));
        test.store().accounts().update(ann.withQuota(message.length));
        test.append(mail, MailboxName.INBOX, message, Flags.NONE);
        assertThatThrownBy(() -> test.append(mail, MailboxName.INBOX, message, Flags.NONE))
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.OVER_QUOTA));
        assertThat(test.store().deliverer().hasRoom(ann.id(), 1)).isFalse();
        assertThat(mail.open(id("INBOX")).size()).isEqualTo(1);
    }

    @Test
    void deliversOneContentToSeveral() {
        Account bob = test.account("bob@example.org");
        AtomicInteger told = new AtomicInteger();
        try (AccountMail his = test.mail(bob.id());
                Subscription s = his.onChange(told::incrementAndGet);
                Incoming incoming = test.incoming(TestStore.message("All", "hands"))) {
            List<Filed> filed =
                    test.store()
                            .deliverer()
                            .deliver(
                                    incoming,
                                    Instant.now(),
                                    List.of(
                                            new Shipment.Copy(
                                                    bob.id(), MailboxName.INBOX, Flags.NONE),
                                            new Shipment.Copy(
                                                    ann.id(),
                                                    new MailboxName("Lists/all"),
                                                    Flags.NONE)));
            assertThat(filed).hasSize(2);
            assertThat(told).hasPositiveValue();
            assertThat(his.open(filed.get(0).mailbox()).size()).isEqualTo(1);
            assertThat(mail.open(id("Lists/all")).size()).isEqualTo(1);
            long hers = mail.open(id("Lists/all")).emailId(0);
            assertThat(mail.email(hers).summary().subject()).isEqualTo("All");
        }
    }

    @Test
    void threadsFollowReferencesInAnyOrder() {
        String head = "From: a@b.c\r\nSubject: s\r\n";
        for (String message :
                List.of(
                        head + "Message-ID: <3@x>\r\nReferences: <1@x> <2@x>\r\n\r\n",
                        head + "Message-ID: <1@x>\r\n\r\n",
                        head + "Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\n\r\n",
                        head + "Message-ID: <9@x>\r\n\r\n")) {
            test.append(mail, MailboxName.INBOX, message.getBytes(), Flags.NONE);
        }
        var view = mail.open(id("INBOX"));
        long[] ids = {view.emailId(0), view.emailId(1), view.emailId(2), view.emailId(3)};
        List<Long> threads = mail.emails(ids).stream().map(Email::threadId).toList();
        assertThat(threads.subList(0, 3)).containsOnly(threads.getFirst());
        assertThat(threads.get(3)).isNotEqualTo(threads.getFirst());
    }

    @Test
    void recentIsClaimedOnce() {
        put("INBOX", "One", Flags.NONE);
        assertThat(mail.claimRecent(id("INBOX"))).isEqualTo(1);
        assertThat(mail.claimRecent(id("INBOX"))).isEqualTo(2);
    }

    @Test
    void removedAccountIsUnreadableAndCleared() {
        put("INBOX", "One", Flags.NONE);
        test.store().accounts().remove(ann.id());
        assertThat(test.store().accounts().byAddress("ann@example.org")).isEmpty();
        assertThatThrownBy(mail::view)
                .satisfies(t -> assertThat(reason(t)).isEqualTo(Refused.Reason.NONEXISTENT));
        test.store().housekeep();
        assertThat(test.store().accounts().emptied()).isEmpty();
        assertThat(
                        test.store()
                                .accounts()
                                .create(
                                        new org.mailroom.mailstore.account.NewAccount(
                                                "ann@example.org"))
                                .id())
                .isNotEqualTo(ann.id());
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        int writers = 8;
        int each = 40;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs =
                    java.util.stream.IntStream.range(0, writers)
                            .mapToObj(
                                    w ->
                                            pool.submit(
                                                    () -> {
                                                        for (int i = 0; i < each; i++) {
                                                            long[] uid =
                                                                    put(
                                                                                    "INBOX",
                                                                                    w + "-" + i,
                                                                                    Flags.NONE)
                                                                            .uids();
                                                            mail.store(
                                                                    id("INBOX"),
                                                                    uid,
                                                                    FlagChange.add(
                                                                            Flags.of(
                                                                                    SystemFlag
                                                                                            .SEEN)),
                                                                    Long.MAX_VALUE);
                                                        }
                                                        return true;
                                                    }))
                            .toList();
            for (var job : jobs) {
                assertThat(job.get()).isTrue();
            }
        }
        var view = mail.open(id("INBOX"));
        assertThat(view.size()).isEqualTo(writers * each);
        assertThat(view.mailbox().unseen()).isZero();
        assertThat(Arrays.stream(view.uids()).distinct().count()).isEqualTo((long) writers * each);
    }
}
