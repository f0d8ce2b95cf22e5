package org.mailroom.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.delivery.Post;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class ScheduleTest {
    private static final MailboxName LATER = new MailboxName("Later");
    private static final MailboxName SENT = new MailboxName("Sent");
    private static final MailboxName DRAFTS = new MailboxName("Drafts");

    private Post post;
    private Schedule schedule;
    private Person alice;
    private Person bob;
    private AccountMail mail;
    private MailboxId later;

    @BeforeEach
    void open() {
        post = new Post(TestStore.create());
        schedule =
                new Schedule(
                        post.org.test.store(),
                        post.org.directory,
                        post.policy,
                        post.delivery,
                        post.org::now);
        post.org.test.store().sendBy(schedule);
        alice = post.org.person("alice");
        bob = post.org.person("bob");
        mail = post.org.test.mail(alice.id());
        later = mail.create(LATER, Optional.of(SpecialUse.SCHEDULED)).id();
    }

    @AfterEach
    void close() {
        mail.close();
        schedule.close();
        post.close();
    }

    private Filed append(MailboxId mailbox, String header, Instant date) {
        byte[] message =
                (header + "From: alice@example.org\nSubject: later\n\nhello\n")
                        .replace("\n", "\r\n")
                        .getBytes(UTF_8);
        try (Incoming incoming = post.org.test.incoming(message)) {
            return mail.append(mailbox, List.of(new NewEmail(incoming, Flags.NONE, date)));
        }
    }

    private Filed append(String header) {
        return append(later, header, in(Duration.ofHours(1)));
    }

    private Instant in(Duration time) {
        return post.org.now().plus(time);
    }

    private List<String> messages(MailboxName name) {
        return post.messages(alice.id(), name);
    }

    private void pass(Duration time) {
        post.org.pass(time);
        schedule.sendDue();
    }

    @Test
    void goesWhenItsTimeHasComeAndOnce() {
        append("To: bob@example.org\nBcc: alice@example.org\nDate: Fri, 20 Nov 2026 10:00 +0000\n");
        pass(Duration.ofMinutes(59));
        assertThat(post.inbox(bob.id())).isEmpty();

        pass(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(2));

        assertThat(post.inbox(bob.id()))
                .singleElement()
                .asString()
                .startsWith("Date: Sat, 21 Nov 2026 09:01:00 +0000\r\n")
                .contains("Subject: later")
                .doesNotContain("Bcc", "20 Nov");
        assertThat(messages(LATER)).isEmpty();
        assertThat(messages(SENT)).singleElement().asString().contains("Bcc: alice@example.org");
        assertThat(post.inbox(alice.id())).hasSize(1);
    }

    @Test
    void theFieldSaysTheMomentToo() {
        Filed draft =
                append(
                        mail.view().mailbox(DRAFTS).orElseThrow().id(),
                        "To: bob@example.org\nDeferred-Delivery: Sat, 21 Nov 2026 12:00:00 +0000\n",
                        post.org.now());
        mail.move(draft.mailbox(), draft.uids(), later);
        assertThat(mail.open(later).received(0))
                .isEqualTo(Instant.parse("2026-11-21T12:00:00Z").getEpochSecond());

        pass(Duration.ofHours(5));

        assertThat(post.inbox(bob.id()))
                .singleElement()
                .asString()
                .doesNotContain("Deferred-Delivery");
    }

    @Test
    void whatIsTakenOutOrDeletedDoesNotGo() {
        Filed moved = append("To: bob@example.org\n");
        Filed deleted = append("To: bob@example.org\n");
        mail.move(later, moved.uids(), mail.view().mailbox(DRAFTS).orElseThrow().id());
        mail.store(
                later,
                deleted.uids(),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.DELETED)),
                Long.MAX_VALUE);

        pass(Duration.ofHours(2));

        assertThat(post.inbox(bob.id())).isEmpty();
        assertThat(messages(DRAFTS)).hasSize(1);
    }

    @Test
    void whatMayNotBeSentIsNotScheduled() {
        assertThatThrownBy(() -> append("To: nobody@example.org\n"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("[no-such-recipient]");
        assertThatThrownBy(() -> append("Subject: to nobody\n"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(Refused.Reason.CANNOT));
        assertThatThrownBy(() -> append(later, "To: bob@example.org\n", post.org.now()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(Refused.Reason.CANNOT));
        assertThatThrownBy(() -> append("To: bob@example.org\nFrom: bob@example.org\n"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("[not-own-address]");
        assertThat(messages(LATER)).isEmpty();
    }

    @Test
    void isJudgedAgainAndTheAuthorToldOfThoseWhoDoNotGetIt() {
        Person carol = post.org.person("carol");
        append("To: bob@example.org, carol@example.org\n");
        post.org.directory.suspend(bob.id());

        pass(Duration.ofHours(2));

        assertThat(post.inbox(carol.id())).hasSize(1);
        assertThat(messages(SENT)).hasSize(1);
        assertThat(post.inbox(alice.id()))
                .singleElement()
                .asString()
                .contains(
                        "Subject: Not delivered\r\n",
                        "Final-Recipient: rfc822; bob@example.org\r\n",
                        "Action: failed\r\n",
                        "[recipient-unavailable]")
                .doesNotContain("hello");
    }

    @Test
    void goesBackToDraftsIfNobodyMayHaveIt() {
        append("To: bob@example.org\n");
        post.org.directory.suspend(bob.id());

        pass(Duration.ofHours(2));

        assertThat(messages(LATER)).isEmpty();
        assertThat(messages(SENT)).isEmpty();
        assertThat(messages(DRAFTS)).hasSize(1);
        assertThat(post.inbox(alice.id())).hasSize(1);
    }

    @Test
    void theComposerSendsSchedulesAndFiles() {
        var submission =
                new Submission(
                        post.org.test.store(),
                        post.policy,
                        post.delivery,
                        "mail.example.org",
                        post.org::now);
        var message =
                new NewMessage(
                        List.of(new AddrSpec("bob", "example.org")), "Grüße\r\nBcc: x@y", "hi");

        var sent = (Submitted.Sent) submission.send(post.as(alice), message);
        assertThat(post.inbox(bob.id()))
                .singleElement()
                .asString()
                .contains("From: \"alice\" <alice@example.org>\r\n", sent.messageIds().getFirst())
                .contains("Subject: =?utf-8?B?")
                .doesNotContain("\r\nBcc:");
        assertThat(messages(SENT)).hasSize(1);

        assertThat(submission.schedule(post.as(alice), message, in(Duration.ofHours(1))))
                .isInstanceOf(Submitted.Scheduled.class);
        assertThat(messages(LATER)).hasSize(1);
        pass(Duration.ofHours(2));
        assertThat(post.inbox(bob.id())).hasSize(2);

        var nobody = new NewMessage(List.of(new AddrSpec("nobody", "example.org")), "s", "t");
        assertThat(submission.send(post.as(alice), nobody)).isInstanceOf(Submitted.Refused.class);
        assertThat(messages(SENT)).hasSize(2);
    }
}
