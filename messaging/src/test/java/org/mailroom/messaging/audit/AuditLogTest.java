package org.mailroom.messaging.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@Timeout(60)
class AuditLogTest {
    private AuditKit kit;
    private AccountId ann;
    private AccountId bob;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        kit = AuditKit.of(store());
        ann = kit.test().account("ann@example.org").id();
        bob = kit.test().account("bob@example.org").id();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static AuditEvent event(int i) {
        return AuditEvent.of(Actor.CONSOLE, Action.ROLES_CHANGED).object("thing " + i);
    }

    private List<String> actions(AccountId account) {
        kit.log().catchUp();
        return kit.log().reader().about(account, true, Long.MAX_VALUE, 100).reversed().stream()
                .map(r -> r.action().orElseThrow().word())
                .toList();
    }

    @Test
    void whatIsRecordedIsReadBack() {
        Instant before = Instant.now().minusMillis(1);
        kit.log()
                .record(
                        AuditEvent.of(Actor.of(ann), Action.RESTRICTED)
                                .about(bob)
                                .object("restriction 7")
                                .because("wrote what he should not")
                                .severity(Severity.HIGH));
        kit.log().record(AuditEvent.of(Actor.SYSTEM, Action.POLICY_LOADED));
        kit.reopen();

        List<AuditRecord> all = kit.log().reader().latest(Long.MAX_VALUE, 10);
        assertThat(all).hasSize(2);
        AuditRecord second = all.getFirst();
        assertThat(second.actor()).isEqualTo(Actor.SYSTEM);
        assertThat(second.subject()).isEmpty();
        AuditRecord first = all.getLast();
        assertThat(first.seq()).isZero();
        assertThat(first.at()).isBetween(before, Instant.now());
        assertThat(first.action()).contains(Action.RESTRICTED);
        assertThat(first.severity()).isEqualTo(Severity.HIGH);
        assertThat(first.actor()).isEqualTo(Actor.of(ann));
        assertThat(first.subject()).contains(bob);
        assertThat(first.object()).contains("restriction 7");
        assertThat(first.reason()).contains("wrote what he should not");
        assertThat(kit.log().reader().about(bob, false, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void thousandsFromManyThreadsAreAllThereInEachOnesOrder() throws Exception {
        int threads = 16;
        int each = 300;
        var running = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            running.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < each; i++) {
                                            kit.log().later(event(number * each + i));
                                        }
                                        kit.log().settle();
                                    }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        int[] next = new int[threads];
        List<AuditReader.Raw> all = kit.log().reader().raw(0, threads * each + 1);
        assertThat(all).hasSize(threads * each);
        for (AuditReader.Raw raw : all) {
            int i = Integer.parseInt(raw.says().object().orElseThrow().substring(6));
            assertThat(i % each).isEqualTo(next[i / each]++);
        }
        assertThat(kit.verify().bad()).isEmpty();
        assertThat(kit.verify().checkpoints()).isPositive();
    }

    @Test
    void erasingAPersonTakesTheReasonsAndLeavesTheChain() {
        kit.log()
                .record(
                        AuditEvent.of(Actor.of(ann), Action.REPORTED)
                                .about(bob)
                                .because("his illness"));
        kit.test().store().accounts().remove(bob);
        kit.log()
                .record(
                        AuditEvent.of(Actor.CONSOLE, Action.ERASED)
                                .about(bob)
                                .because("asked for it"));
        List<AuditRecord> of = kit.log().reader().about(bob, false, Long.MAX_VALUE, 10);
        assertThat(of.getLast().reason()).isEmpty();
        assertThat(of.getLast().erased()).isTrue();
        assertThat(of.getFirst().reason()).contains("asked for it");
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void everyMessageActionIsRecordedWithTheChange() {
        long email = kit.deliver(ann, bob, "Hello");
        try (AccountMail mail = kit.test().mail(bob)) {
            MailboxId inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow().id();
            MailboxId made = mail.create(new MailboxName("Plans"), java.util.Optional.empty()).id();
            long[] uid = {1};
            mail.store(inbox, uid, FlagChange.add(Flags.of(SystemFlag.SEEN)), Long.MAX_VALUE);
            // again: nothing changes, and nothing is written down
            mail.store(inbox, uid, FlagChange.add(Flags.of(SystemFlag.SEEN)), Long.MAX_VALUE);
            mail.copy(inbox, uid, made);
            mail.move(inbox, uid, made);
            kit.test()
                    .append(
                            mail,
                            new MailboxName("Drafts"),
                            TestStore.message("Draft", "x"),
                            Flags.NONE);
            mail.store(made, uid, FlagChange.add(Flags.of(SystemFlag.DELETED)), Long.MAX_VALUE);
            mail.expunge(made);
            mail.rename(new MailboxName("Plans"), new MailboxName("Done"));
            mail.delete(new MailboxName("Done"));
        }
        assertThat(actions(bob))
                .containsExactly(
                        "message-delivered",
                        "mailbox-created",
                        "message-read",
                        "message-copied",
                        "message-moved",
                        "message-filed",
                        "message-flagged",
                        "message-removed",
                        "mailbox-renamed",
                        "mailbox-deleted");
        AuditRecord delivered = kit.log().reader().about(bob, true, Long.MAX_VALUE, 100).getLast();
        assertThat(delivered.actor()).isEqualTo(Actor.of(ann));
        assertThat(delivered.object().orElseThrow())
                .matches("email " + email + " mailbox \\d+ uid 1 digest [0-9a-f]{64}");
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void aChangeThatIsNotMadeLeavesNoRecord() {
        assertThatThrownBy(
                        () ->
                                kit.test()
                                        .store()
                                        .database()
                                        .write(
                                                session -> {
                                                    kit.log().record(session, List.of(event(1)));
                                                    throw new IllegalStateException("changed mind");
                                                }))
                .isInstanceOf(IllegalStateException.class);
        kit.log().catchUp();
        assertThat(kit.log().size()).isZero();
    }

    @Test
    void theOwnerSeesEveryAccessByOthers() {
        kit.deliver(ann, bob, "Hello");
        try (AccountMail own = kit.test().mail(bob)) {
            own.create(new MailboxName("Mine"), java.util.Optional.empty());
        }
        var access = new Access.Operator("command line", "export");
        try (AccountMail mail = kit.test().store().mail(access, bob)) {
            MailboxId inbox = mail.view().mailbox(MailboxName.INBOX).orElseThrow().id();
            mail.store(
                    inbox,
                    new long[] {1},
                    FlagChange.add(Flags.of(SystemFlag.SEEN)),
                    Long.MAX_VALUE);
        }
        kit.log()
                .record(
                        AuditEvent.of(Actor.of(ann), Action.MESSAGE_SEEN_BY_OTHER)
                                .about(bob)
                                .object("email 1")
                                .because("report 3"));
        kit.log().catchUp();
        assertThat(kit.log().reader().accesses(bob, Long.MAX_VALUE, 10))
                .extracting(r -> r.action().orElseThrow())
                .containsExactlyInAnyOrder(
                        Action.MESSAGE_SEEN_BY_OTHER, Action.MESSAGE_READ, Action.MAIL_EXPORTED);
        assertThat(kit.log().reader().accesses(ann, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void rowsOfEarlierVersionsAreTakenIn() {
        kit.sql(
                "insert into audit_before (id, at, actor, account_id, action) values"
                        + " (4, 1700000000000, 'command line', ?, 'export')",
                ann.value());
        kit.reopen();
        AuditRecord record = kit.log().reader().accesses(ann, Long.MAX_VALUE, 10).getFirst();
        assertThat(record.at()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(record.actor()).isEqualTo(Actor.named("command line"));
        assertThat(record.object()).contains("export");
        kit.reopen();
        assertThat(kit.log().size()).isEqualTo(1);
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void aNewMasterKeyKeepsTheLogReadable() throws IOException {
        kit.log().record(event(1));
        String old = kit.test().masters().activeId();
        kit.test().masters().rotate();
        AuditLog.rewrap(kit.test().store().database(), kit.test().masters());
        kit.test().store().accounts().rewrap(n -> {});
        kit.test().masters().retire(old);
        kit.reopen();
        assertThat(kit.log().reader().latest(Long.MAX_VALUE, 1).getFirst().object())
                .contains("thing 1");
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void proofsHoldForAVerifierOfTheirOwn() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 700; i++) {
            kit.log().later(event(i));
        }
        kit.log().settle();
        Checkpoint checkpoint = kit.log().checkpointNow().orElseThrow();
        assertThat(checkpoint.size()).isEqualTo(700);
        for (int round = 0; round < 60; round++) {
            long size = round == 0 ? 700 : 1 + random.nextInt(700);
            long seq = random.nextLong(size);
            AuditProofs.Inclusion in = kit.log().proofs().inclusion(seq, size);
            byte[] leaf = Rfc9162.leaf(in.seq(), in.previous(), in.body());
            assertThat(Rfc9162.included(leaf, seq, size, in.path(), in.root()))
                    .as("seed %d record %d of %d", seed, seq, size)
                    .isTrue();
            in.body()[9] ^= 1;
            byte[] other = Rfc9162.leaf(in.seq(), in.previous(), in.body());
            assertThat(Rfc9162.included(other, seq, size, in.path(), in.root())).isFalse();

            long first = 1 + random.nextLong(size);
            AuditProofs.Consistency con = kit.log().proofs().consistency(first, size);
            assertThat(Rfc9162.consistent(first, con.firstRoot(), size, con.root(), con.path()))
                    .as("seed %d %d of %d", seed, first, size)
                    .isTrue();
            con.firstRoot()[0] ^= 1;
            assertThat(Rfc9162.consistent(first, con.firstRoot(), size, con.root(), con.path()))
                    .isFalse();
        }
        AuditProofs.Inclusion last = kit.log().proofs().inclusion(699, 700);
        assertThat(last.root()).isEqualTo(checkpoint.root());
    }
}
