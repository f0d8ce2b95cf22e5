package org.mailroom.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.delivery.Recipient.Notify;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Timeout(60)
class DeliveryTest {
    private static final byte[] MESSAGE = TestStore.message("hello", "hi");
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private TestStore store;
    private Directory directory;
    private Delivery delivery;
    private AccountId alice;
    private AccountId bob;

    @BeforeEach
    void open() {
        store = TestStore.create();
        InstantSource clock = InstantSource.fixed(NOW);
        directory =
                new Directory(
                        store.store().accounts(),
                        DirectorySettings.defaults().withDomains(List.of("demo.test")),
                        clock);
        delivery =
                new Delivery(
                        store.store(), directory, new DeliverySettings("mail.demo.test"), clock);
        alice = store.account("alice@demo.test").id();
        bob = store.account("bob@demo.test").id();
    }

    @AfterEach
    void close() {
        directory.close();
        store.close();
    }

    private static Recipient to(String address) {
        return new Recipient(AddrSpec.of(address).orElseThrow());
    }

    private static Envelope envelope(Recipient... recipients) {
        return new Envelope(AddrSpec.of("alice@demo.test"), List.of(recipients));
    }

    private List<String> messages(AccountId account, MailboxName name) {
        try (AccountMail mail = store.mail(account)) {
            MailboxView view = mail.open(mail.view().mailbox(name).orElseThrow().id());
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < view.size(); i++) {
                assertThat(view.received(i)).isEqualTo(NOW.getEpochSecond());
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (var content = mail.content(view.emailId(i))) {
                    content.transferTo(out, 0, content.size());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                messages.add(out.toString(ISO_8859_1));
            }
            return messages;
        }
    }

    private List<String> inbox(AccountId account) {
        return messages(account, MailboxName.INBOX);
    }

    @Test
    void filesOneCopyForEachPersonAsItIs() {
        try (Incoming content = store.incoming(MESSAGE)) {
            delivery.toAll(
                    envelope(to("bob@demo.test"), to("BOB+x@demo.test"), to("alice@demo.test")),
                    content);
        }
        String message = new String(MESSAGE, ISO_8859_1);
        assertThat(inbox(bob)).containsExactly(message);
        assertThat(inbox(alice)).containsExactly(message);
    }

    @Test
    void makesTheMailboxItIsToldTo() {
        MailboxName lists = new MailboxName("Lists/All");
        try (Incoming content = store.incoming(MESSAGE)) {
            delivery.toAll(envelope(to("bob@demo.test").in(lists)), content);
        }
        assertThat(messages(bob, lists)).hasSize(1);
        assertThat(inbox(bob)).isEmpty();
    }

    @Test
    void deliversToAllOrToNobody() {
        try (Incoming content = store.incoming(MESSAGE)) {
            Refused no =
                    catchThrowableOfType(
                            Refused.class,
                            () ->
                                    delivery.toAll(
                                            envelope(to("bob@demo.test"), to("x@demo.test")),
                                            content));
            assertThat(no.reason()).isEqualTo(Reason.UNKNOWN_RECIPIENT);
            assertThat(no).hasMessageContaining("x@demo.test");
        }
        assertThat(inbox(bob)).isEmpty();
    }

    @Test
    void deliversToEachWhoCanHaveIt() {
        directory.suspend(alice);
        try (Incoming content = store.incoming(MESSAGE)) {
            List<Outcome> outcomes =
                    delivery.toEach(
                            envelope(to("x@demo.test"), to("bob@demo.test"), to("alice@demo.test")),
                            content);

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

    @Test
    void reportsToALocalSenderWhoAsked() {
        Recipient asked =
                new Recipient(
                        new AddrSpec("bob", "demo.test"),
                        Set.of(Notify.SUCCESS),
                        Optional.of("rfc822;Bob@demo.test"),
                        MailboxName.INBOX);
        Envelope envelope =
                new Envelope(
                        AddrSpec.of("alice@demo.test"), List.of(asked), Optional.of("QQ1"), false);
        try (Incoming content = store.incoming(MESSAGE)) {
            delivery.toAll(envelope, content);
        }
        assertThat(inbox(alice))
                .singleElement()
                .asString()
                .contains(
                        "To: <alice@demo.test>\r\n",
                        "Content-Type: multipart/report; report-type=delivery-status;",
                        "Reporting-MTA: dns; mail.demo.test\r\n",
                        "Original-Envelope-Id: QQ1\r\n",
                        "Original-Recipient: rfc822;Bob@demo.test\r\n",
                        "Final-Recipient: rfc822; bob@demo.test\r\n",
                        "Action: delivered\r\n",
                        "Subject: hello\r\n")
                .doesNotContain("\r\nhi\r\n");
    }

    @Test
    void reportsToNobodyWhoDidNotAskOrIsElsewhere() {
        Recipient asked =
                new Recipient(
                        new AddrSpec("bob", "demo.test"),
                        Set.of(Notify.SUCCESS),
                        Optional.empty(),
                        MailboxName.INBOX);
        try (Incoming content = store.incoming(MESSAGE)) {
            delivery.toAll(envelope(to("bob@demo.test")), content);
        }
        for (Optional<AddrSpec> sender :
                List.of(AddrSpec.of("x@outside.test"), Optional.<AddrSpec>empty())) {
            try (Incoming content = store.incoming(MESSAGE)) {
                delivery.toAll(new Envelope(sender, List.of(asked)), content);
            }
        }
        assertThat(inbox(alice)).isEmpty();
        assertThat(inbox(bob)).hasSize(3);
    }
}
