package org.mailroom.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.delivery.Recipient.Notify;
import org.mailroom.messaging.people.AddrSpec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

@Timeout(60)
class DeliveryTest {
    private static final byte[] MESSAGE = TestStore.message("hello", "hi");

    private Post post;
    private Delivery delivery;
    private AccountId alice;
    private AccountId bob;

    @BeforeEach
    void open() {
        post = new Post(TestStore.create());
        delivery = post.delivery;
        alice = post.org.person("alice").id();
        bob = post.org.person("bob").id();
    }

    @AfterEach
    void close() {
        post.close();
    }

    private Incoming message() {
        return post.org.test.incoming(MESSAGE);
    }

    private List<String> inbox(AccountId account) {
        return post.inbox(account);
    }

    @Test
    void filesOneCopyForEachPersonAsItIs() {
        try (Incoming content = message()) {
            post.send(
                    Post.SYSTEM,
                    content,
                    "bob@example.org",
                    "BOB+x@example.org",
                    "alice@example.org");
        }
        String message = new String(MESSAGE, ISO_8859_1);
        assertThat(inbox(bob)).containsExactly(message);
        assertThat(inbox(alice)).containsExactly(message);
    }

    @Test
    void makesTheMailboxItIsToldTo() {
        MailboxName lists = new MailboxName("Lists/All");
        try (Incoming content = message()) {
            Envelope envelope = post.envelope(Post.SYSTEM, content, "bob@example.org");
            Recipient there = envelope.recipients().getFirst().in(lists);
            delivery.toAll(envelope.withRecipients(List.of(there)), content);
        }
        assertThat(post.messages(bob, lists)).hasSize(1);
        assertThat(inbox(bob)).isEmpty();
    }

    @Test
    void aRecipientNeedsTheLeaveOfTheDecisionPoint() {
        try (Incoming content = message()) {
            var cleared = post.envelope(Post.SYSTEM, content, "bob@example.org").recipients();
            assertThatThrownBy(
                            () ->
                                    new Recipient(
                                            cleared.getFirst().clearance(),
                                            Post.address("alice@example.org")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void deliversToAllOrToNobody() {
        try (Incoming content = message()) {
            Envelope envelope =
                    post.envelope(Post.SYSTEM, content, "bob@example.org", "alice@example.org");
            post.org.directory.suspend(alice);
            Refused no =
                    catchThrowableOfType(Refused.class, () -> delivery.toAll(envelope, content));
            assertThat(no.reason()).isEqualTo(Reason.RECIPIENT_DISABLED);
            assertThat(no).hasMessageContaining("alice@example.org");
        }
        assertThat(inbox(bob)).isEmpty();
    }

    @Test
    void deliversToEachWhoCanHaveIt() {
        AccountId carol = post.org.person("carol").id();
        try (Incoming content = message()) {
            Envelope envelope =
                    post.envelope(
                            Post.SYSTEM,
                            content,
                            "carol@example.org",
                            "bob@example.org",
                            "alice@example.org");
            post.org.directory.suspend(alice);
            post.org.test.store().accounts().remove(carol);
            List<Outcome> outcomes = delivery.toEach(envelope, content);

            assertThat(outcomes).map(Outcome::delivered).containsExactly(false, true, false);
            assertThat(outcomes)
                    .map(outcome -> outcome.refused().map(Refused::reason))
                    .containsExactly(
                            Optional.of(Reason.UNKNOWN_RECIPIENT),
                            Optional.empty(),
                            Optional.of(Reason.RECIPIENT_DISABLED));
        }
        assertThat(inbox(bob)).hasSize(1);
    }

    private static Envelope asking(Envelope envelope, Optional<AddrSpec> reversePath) {
        Recipient bob = envelope.recipients().getFirst();
        Recipient asked =
                new Recipient(
                        bob.clearance(),
                        bob.address(),
                        Set.of(Notify.SUCCESS),
                        Optional.of("rfc822;Bob@example.org"),
                        MailboxName.INBOX);
        return new Envelope(
                envelope.sender(), reversePath, List.of(asked), Optional.of("QQ1"), false);
    }

    @Test
    void reportsToALocalSenderWhoAsked() {
        try (Incoming content = message()) {
            Envelope envelope = post.envelope(Post.SYSTEM, content, "bob@example.org");
            delivery.toAll(asking(envelope, AddrSpec.of("alice@example.org")), content);
        }
        assertThat(inbox(alice))
                .singleElement()
                .asString()
                .contains(
                        "To: <alice@example.org>\r\n",
                        "Content-Type: multipart/report; report-type=delivery-status;",
                        "Reporting-MTA: dns; mail.example.org\r\n",
                        "Original-Envelope-Id: QQ1\r\n",
                        "Original-Recipient: rfc822;Bob@example.org\r\n",
                        "Final-Recipient: rfc822; bob@example.org\r\n",
                        "Action: delivered\r\n",
                        "Subject: hello\r\n")
                .doesNotContain("\r\nhi\r\n");
    }

    @Test
    void reportsToNobodyWhoDidNotAskOrIsElsewhere() {
        try (Incoming content = message()) {
            Envelope envelope = post.envelope(Post.SYSTEM, content, "bob@example.org");
            delivery.toAll(envelope, content);
            delivery.toAll(asking(envelope, AddrSpec.of("x@outside.test")), content);
            delivery.toAll(asking(envelope, Optional.empty()), content);
        }
        assertThat(inbox(alice)).isEmpty();
        assertThat(inbox(bob)).hasSize(3);
    }
}
