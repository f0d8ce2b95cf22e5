package org.mailroom.mailstore.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.mail.Shipment.Copy;
import org.mailroom.mailstore.mail.Shipment.Fresh;
import org.mailroom.mailstore.mail.Shipment.Kept;
import org.mailroom.mailstore.mail.Shipment.Taking;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class DelivererTest {
    private static final MailboxName DRAFTS = new MailboxName("Drafts");
    private static final MailboxName SENT = new MailboxName("Sent");

    private TestStore store;
    private AccountId ann;
    private AccountId bob;
    private AccountId carol;

    @BeforeEach
    void open() {
        store = TestStore.create();
        ann = store.account("ann@example.org").id();
        bob = store.account("bob@example.org").id();
        carol = store.account("carol@example.org").id();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Copy copy(AccountId to) {
        return new Copy(to, MailboxName.INBOX, Flags.NONE);
    }

    private Filed draft(String subject) {
        try (AccountMail mail = store.mail(ann)) {
            return store.append(mail, DRAFTS, TestStore.message(subject, "text"), Flags.NONE);
        }
    }

    private int messages(AccountId account, MailboxName mailbox) {
        try (AccountMail mail = store.mail(account)) {
            return mail.view().mailbox(mailbox).orElseThrow().messages();
        }
    }

    private String content(AccountId account, long email) throws IOException {
        try (AccountMail mail = store.mail(account);
                Content content = mail.content(email)) {
            var out = new ByteArrayOutputStream();
            content.transferTo(out, 0, content.size());
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void deliversWhatLiesInAnotherAccountWithoutStoringItAgain() throws IOException {
        long kept = draft("kept").emails()[0];
        List<List<Filed>> filed =
                store.store()
                        .deliverer()
                        .deliver(
                                new Shipment(
                                        List.of(
                                                new Kept(
                                                        ann,
                                                        kept,
                                                        List.of(copy(bob), copy(carol)))),
                                        Instant.now()))
                        .orElseThrow();

        assertThat(content(bob, filed.getFirst().get(0).emails()[0])).contains("Subject: kept");
        assertThat(content(carol, filed.getFirst().get(1).emails()[0])).contains("Subject: kept");
        assertThat(refs()).containsExactly(3);
        assertThat(new Verify(store.store(), f -> {}, Progress.NONE).run().clean()).isTrue();
    }

    private List<Integer> refs() {
        return store.store()
                .database()
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "select refs from BlobRow", Integer.class)
                                        .getResultList());
    }

    @Test
    void deliversNothingOfWhatIsGone() {
        Filed draft = draft("gone");
        try (AccountMail mail = store.mail(ann)) {
            mail.move(draft.mailbox(), draft.uids(), mail.view().mailbox(SENT).orElseThrow().id());
        }
        var shipment =
                new Shipment(List.of(new Kept(ann, 999_999, List.of(copy(bob)))), Instant.now());
        assertThatThrownBy(() -> store.store().deliverer().deliver(shipment))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(Refused.Reason.EXPUNGED));
        assertThat(messages(bob, MailboxName.INBOX)).isZero();
    }

    @Test
    void whatIsTakenIsDeliveredOnce() {
        Filed draft = draft("once");
        Shipment shipment = taking(draft);

        assertThat(store.store().deliverer().deliver(shipment)).isPresent();
        assertThat(store.store().deliverer().deliver(shipment)).isEmpty();

        assertThat(messages(ann, DRAFTS)).isZero();
        assertThat(messages(ann, SENT)).isEqualTo(1);
        assertThat(messages(bob, MailboxName.INBOX)).isEqualTo(1);
    }

    private Shipment taking(Filed draft) {
        return new Shipment(
                List.of(new Kept(ann, draft.emails()[0], List.of(copy(bob), copy(ann)))),
                Optional.of(new Taking(ann, draft.mailbox(), draft.uids()[0], Optional.of(SENT))),
                Instant.now(),
                (session, filed) -> {});
    }

    @Test
    void aFailureAlongsideUndoesEverything() {
        Filed draft = draft("undone");
        Shipment shipment = taking(draft);
        var failing =
                new Shipment(
                        shipment.parcels(),
                        shipment.taking(),
                        shipment.received(),
                        (session, filed) -> {
                            throw new IllegalStateException("alongside");
                        });
        assertThatThrownBy(() -> store.store().deliverer().deliver(failing))
                .hasMessage("alongside");

        assertThat(messages(ann, DRAFTS)).isEqualTo(1);
        assertThat(messages(ann, SENT)).isZero();
        assertThat(messages(bob, MailboxName.INBOX)).isZero();
    }

    @Test
    void severalMessagesGoTogether() {
        try (Incoming first = store.incoming(TestStore.message("first", "a"));
                Incoming second = store.incoming(TestStore.message("second", "b"))) {
            store.store()
                    .deliverer()
                    .deliver(
                            new Shipment(
                                    List.of(
                                            new Fresh(first, List.of(copy(bob), copy(carol))),
                                            new Fresh(second, List.of(copy(carol)))),
                                    Instant.now()));
        }
        assertThat(messages(bob, MailboxName.INBOX)).isEqualTo(1);
        assertThat(messages(carol, MailboxName.INBOX)).isEqualTo(2);
    }

    @Test
    void aThreadIsFoundByAnyOfItsMessageIds() {
        try (AccountMail mail = store.mail(ann)) {
            append(mail, "Message-ID: <root@x>\r\nFrom: bob@example.org");
            append(mail, "Message-ID: <answer@x>\r\nIn-Reply-To: <root@x>");
            append(mail, "Message-ID: <other@x>");

            assertThat(mail.thread(List.of("<answer@x>"), 10))
                    .extracting(e -> e.summary().messageId().orElse(""))
                    .containsExactly("<answer@x>", "<root@x>");
            assertThat(mail.thread(List.of("<unheard@x>"), 10)).isEmpty();
        }
        try (AccountMail mail = store.mail(bob)) {
            assertThat(mail.thread(List.of("<answer@x>"), 10)).isEmpty();
        }
    }

    private MailboxId append(AccountMail mail, String header) {
        byte[] message = (header + "\r\n\r\ntext\r\n").getBytes(StandardCharsets.UTF_8);
        return store.append(mail, MailboxName.INBOX, message, Flags.NONE).mailbox();
    }
}
