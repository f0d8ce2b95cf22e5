package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.policy.Decision.Obligation;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Timeout(60)
class PolicyTest {
    private static final Sender APP = new Sender.TrustedSystem("app");
    private static final Optional<AddrSpec> ALICE = AddrSpec.of("alice@demo.test");
    private static final AddrSpec BOB = new AddrSpec("bob", "demo.test");

    private static TestStore store;
    private static Directory directory;
    private static AuditLog audit;
    private static Organisation organisation;
    private static Sources sources;
    private static Sender alice;
    private static Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @BeforeAll
    static void open() {
        store = TestStore.create();
        directory =
                new Directory(
                        store.store().accounts(),
                        DirectorySettings.defaults().withDomains(List.of("demo.test")),
                        InstantSource.system());
        InstantSource clock = InstantSource.system();
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(store.store(), store.masters(), directory, audit, clock);
        sources =
                Sources.open(
                        store.store(), store.masters(), directory, organisation, audit, () -> now);
        Account account =
                store.store()
                        .accounts()
                        .create(
                                new NewAccount(
                                        "alice@demo.test", List.of("ally@demo.test"), "", 0));
        alice = new Sender.Person(account);
        store.account("bob@demo.test");
        directory.suspend(store.account("gone@demo.test").id());
        store.store().accounts().create(new NewAccount("full@demo.test", List.of(), "", 100));
    }

    @AfterAll
    static void close() {
        sources.close();
        organisation.close();
        audit.close();
        directory.close();
        store.close();
    }

    private static Policy policy(PolicySettings settings, RuleBook book) {
        return new Policy(sources, book, settings, () -> now);
    }

    private static Decision decide(Question question) {
        return policy(PolicySettings.defaults(), RuleBook.open()).decide(question);
    }

    private static void assertRefused(Decision decision, Reason reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        no -> {
                            assertThat(no.reason()).isEqualTo(reason);
                            assertThat(no.text()).isNotBlank();
                        });
    }

    private static final Decision YES = new Decision.Accept(Set.of());

    private static void assertYes(Decision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Accept.class,
                        yes -> assertThat(yes.clearance().orElseThrow().recipients()).hasSize(1));
    }

    private static Decision to(AddrSpec recipient) {
        return decide(new Question.To(APP, ALICE, recipient, 200));
    }

    @Test
    void systemsWriteInAnyName() {
        assertThat(decide(new Question.From(APP, AddrSpec.of("x@outside.test"), 0))).isEqualTo(YES);
        assertThat(decide(new Question.From(APP, Optional.empty(), 0))).isEqualTo(YES);
        assertYes(decide(message(APP, "From: anybody@outside.test\r\n\r\n")));
        assertYes(decide(message(APP, "\r\n")));
    }

    @Test
    void strangersWriteNothing() {
        Sender stranger = new Sender.Stranger(InetAddress.ofLiteral("192.0.2.1"));

        assertRefused(decide(new Question.From(stranger, ALICE, 0)), Reason.NO_PERMISSION);
        assertRefused(decide(new Question.To(stranger, ALICE, BOB, 0)), Reason.NO_PERMISSION);
    }

    @Test
    void peopleWriteInTheirOwn() {
        Decision yes = new Decision.Accept(Set.of(Obligation.COMPLETE_HEADER, Obligation.HIDE_BCC));
        for (String own : List.of("alice@demo.test", "Ally@Demo.test", "alice+x@demo.test")) {
            assertThat(decide(new Question.From(alice, AddrSpec.of(own), 0))).isEqualTo(yes);
        }
        assertThat(decide(new Question.From(alice, Optional.empty(), 0))).isEqualTo(yes);
        assertRefused(decide(new Question.From(alice, Optional.of(BOB), 0)), Reason.SENDER_NOT_OWN);
    }

    private static Question message(Sender sender, String header) {
        return new Question.Message(
                sender,
                ALICE,
                HeaderBlock.of(header.getBytes(UTF_8)),
                header.length(),
                List.of(BOB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | From: alice@demo.test",
                "true  | From: Bob <alice@demo.test>",
                "true  | from : ALLY+news@demo.test",
                "true  | From: alice@demo.test\\r\\nSender: ally@demo.test",
                "true  | From: bob@demo.test, alice@demo.test\\r\\nSender: alice@demo.test",
                "false | From: bob@demo.test",
                "false | From: \"alice@demo.test\" <bob@demo.test>",
                "false | From: alice@demo.test <bob@demo.test>",
                "false | From: bob@demo.test, alice@demo.test",
                "false | From: alice@demo.test, bob@demo.test\\r\\nSender: bob@demo.test",
                "false | From: alice@demo.test\\r\\nSender: bob@demo.test",
                "false | From: alice@demo.test\\r\\nSender: alice@demo.test, bob@demo.test",
                "false | From: alice@demo.test\\r\\nFrom: bob@demo.test",
                "false | From: bob@demo.test\\r\\nSender: alice@demo.test",
                "false | From:",
                "false | From: undisclosed-authors:;",
                "false | Subject: no author",
            })
    void authorsAreHeldToTheirAddresses(boolean own, String header) {
        Decision decision =
                decide(message(alice, header.translateEscapes() + "\r\nSubject: s\r\n\r\n"));

        if (own) {
            assertYes(decision);
        } else {
            assertRefused(decision, Reason.SENDER_NOT_OWN);
        }
    }

    @Test
    void recipientsHaveToBeHereAndTakeMail() {
        assertThat(to(BOB)).isEqualTo(YES);
        assertThat(to(new AddrSpec("BOB+x", "Demo.TEST"))).isEqualTo(YES);
        assertRefused(to(new AddrSpec("nobody", "demo.test")), Reason.UNKNOWN_RECIPIENT);
        assertRefused(to(new AddrSpec("gone", "demo.test")), Reason.RECIPIENT_DISABLED);
        assertRefused(to(new AddrSpec("full", "demo.test")), Reason.OVER_QUOTA);
        assertRefused(to(new AddrSpec("bob", "outside.test")), Reason.NO_PERMISSION);
        assertRefused(to(new AddrSpec("bob", "[127.0.0.1]")), Reason.NO_PERMISSION);
    }

    @Test
    void sizesAreBounded() {
        long most = PolicySettings.defaults().maxMessageBytes();

        assertThat(decide(new Question.From(APP, ALICE, most))).isEqualTo(YES);
        assertRefused(decide(new Question.From(APP, ALICE, most + 1)), Reason.TOO_BIG);
        HeaderBlock header = HeaderBlock.of(new byte[0]);
        assertRefused(
                decide(new Question.Message(APP, ALICE, header, most + 1, List.of(BOB))),
                Reason.TOO_BIG);
    }

    @Test
    void loopsAreBroken() {
        String hop = "Received: from a by b; Fri, 20 Nov 2026 10:00:00 +0000\r\n";

        assertYes(decide(message(APP, hop.repeat(100) + "\r\n")));
        assertRefused(decide(message(APP, hop.repeat(101) + "\r\n")), Reason.LOOP);
    }

    @Test
    void ratesAreKeptForEachSender() throws BadPolicy {
        RuleBook slow =
                RuleBook.of(
                        "slow",
                        """
                        policy: slow
                        roles: {person: {may: moderate}}
                        without-role: person
                        write: [{allow: [anyone, system], to: anyone}]
                        lanes: {interactive: {per-minute: 60, burst: 3}}
                        """);
        Policy policy = policy(PolicySettings.defaults(), slow);
        // Somebody of whom no other test has taken anything.
        Account fresh = store.account("fresh@demo.test");
        Sender sender = new Sender.Person(fresh);
        Question question = new Question.To(sender, AddrSpec.of(fresh.address()), BOB, 0);
        // A store that was not closed in order charges every lane a little at first.
        now = now.plusSeconds(3600);
        for (int i = 0; i < 3; i++) {
            assertThat(policy.decide(question)).isEqualTo(YES);
        }
        assertRefused(policy.decide(question), Reason.RATE);
        assertThat(policy.decide(new Question.To(APP, ALICE, BOB, 0))).isEqualTo(YES);

        now = now.plusSeconds(1);

        assertThat(policy.decide(question)).isEqualTo(YES);
        assertRefused(policy.decide(question), Reason.RATE);

        now = now.plusSeconds(3600);

        for (int i = 0; i < 3; i++) {
            assertThat(policy.decide(question)).isEqualTo(YES);
        }
        assertRefused(policy.decide(question), Reason.RATE);
    }
}
