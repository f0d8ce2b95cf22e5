package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mime.Address;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Sending under the rules by which everybody may write to everybody. */
@Timeout(60)
class MessagesResourceTest {
    private static final String SEND = "/api/v1/messages";
    private static ApiServer server;
    private static Person ann;
    private static Person bob;
    private static Person carl;
    private static Caller annes;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        ann = server.person("ann");
        bob = server.person("bob");
        carl = server.person("carl");
        annes = server.session(ann, Scope.SELF, Scope.MESSAGES_SEND);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What lies in somebody's mailbox, oldest first. */
    private static List<Email> mail(Person person, String mailbox) {
        server.delivery.settle();
        try (AccountMail mail = server.store.mail(person.id())) {
            List<Email> all = new ArrayList<>();
            var box = mail.view().mailbox(new MailboxName(mailbox));
            if (box.isPresent()) {
                MailboxView view = mail.open(box.get().id());
                for (int i = 0; i < view.size(); i++) {
                    all.add(mail.email(view.emailId(i)));
                }
            }
            return all;
        }
    }

    private static long received(Person person, String subject) {
        return mail(person, "INBOX").stream()
                .filter(e -> e.summary().subject().equals(subject))
                .count();
    }

    @Test
    void aMessageIsDeliveredAndKeptInSent() {
        Said sent =
                annes.post(
                                SEND,
                                """
                                {'to': ['bob@care.example'], 'subject': 'Grüße', 'text': 'Hello\\nBob',
                                 'html': '<p>Hello <b>Bob</b></p>'}\
                                """)
                        .is(201);
        assertThat(sent.at("/state")).isEqualTo("sent");
        Email mail = mail(bob, "INBOX").getLast();
        assertThat(mail.summary().subject()).isEqualTo("Grüße");
        assertThat(mail.summary().messageId()).contains(sent.at("/messageIds/0"));
        assertThat(mail.summary().from())
                .extracting(Address::address)
                .containsExactly("ann@care.example");
        assertThat(mail(ann, "Sent").getLast().summary().messageId())
                .contains(sent.at("/messageIds/0"));
        Said reply =
                server.session(bob, Scope.MESSAGES_SEND)
                        .post(
                                SEND,
                                """
                                {'to': ['ann@care.example'], 'text': 'Hi', 'inReplyTo': '%s'}\
                                """
                                        .formatted(sent.at("/messageIds/0")))
                        .is(201);
        assertThat(mail(ann, "INBOX").getLast().threadId())
                .isEqualTo(mail(ann, "Sent").getLast().threadId());
        assertThat(reply.at("/messageIds/0")).startsWith("<");
    }

    @Test
    void whoCannotBeReachedIsNamedAndNobodyGetsAnything() {
        Said no =
                annes.post(
                                SEND,
                                """
                                {'to': ['bob@care.example', 'nobody@care.example'],
                                 'subject': 'half', 'text': 'x'}\
                                """)
                        .no(403, "no-such-recipient");
        assertThat(no.at("/faults/0/at")).isEqualTo("nobody@care.example");
        assertThat(no.at("/faults/0/why")).isEqualTo("no-such-recipient");
        assertThat(no.json().at("/faults")).hasSize(1);
        assertThat(received(bob, "half")).isZero();
        annes.post(SEND, "{'text': 'to nobody'}").no(409, "cannot");
    }

    @Test
    void bulkGoesOneByOne() {
        Said sent =
                annes.post(
                                SEND,
                                """
                                {'to': ['bob@care.example', 'carl@care.example'], 'kind': 'bulk',
                                 'subject': 'bulk', 'text': 'x'}\
                                """)
                        .is(201);
        assertThat(sent.json().at("/messageIds")).hasSize(2);
        for (Person person : List.of(bob, carl)) {
            Email mail = mail(person, "INBOX").getLast();
            assertThat(mail.summary().subject()).isEqualTo("bulk");
            assertThat(mail.summary().to())
                    .extracting(Address::address)
                    .containsExactly(person.address());
        }
    }

    @Test
    void aGroupIsWrittenToByItsAddress() {
        var group =
                server.organisation
                        .groups()
                        .create(new NewGroup("team@care.example", "Team", "team"), ApiServer.ADMIN);
        server.organisation
                .groups()
                .joinAll(group.id(), List.of(ann.id(), bob.id()), Rank.OWNER, ApiServer.ADMIN);
        annes.post(SEND, "{'to': ['team@care.example'], 'subject': 'team', 'text': 'x'}").is(201);
        assertThat(received(bob, "team")).isEqualTo(1);
    }

    @Test
    void theSameKeySendsOnce() throws Exception {
        String body = "{'to': ['bob@care.example'], 'subject': 'once', 'text': 'x'}";
        Caller keyed = annes.with("Idempotency-Key", "k-1");
        List<Callable<Said>> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(() -> keyed.post(SEND, body));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(many)) {
                assertThat(answer.get().status()).isIn(201, 409);
            }
        }
        Said first = keyed.post(SEND, body).is(201);
        Said again = keyed.post(SEND, body).is(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(received(bob, "once")).isEqualTo(1);
        keyed.post(SEND, "{'to': ['bob@care.example'], 'text': 'other'}")
                .no(422, "idempotency-key-reused");
        server.session(carl, Scope.MESSAGES_SEND)
                .with("Idempotency-Key", "k-1")
                .post(SEND, body)
                .is(201);
        assertThat(received(bob, "once")).isEqualTo(2);
    }

    @Test
    void aNoFreesTheKey() {
        Caller keyed = annes.with("Idempotency-Key", "k-2");
        String body = "{'to': ['late@care.example'], 'subject': 'late', 'text': 'x'}";
        keyed.post(SEND, body).no(403, "no-such-recipient");
        Person late = server.person("late");
        keyed.post(SEND, body).is(201);
        assertThat(received(late, "late")).isEqualTo(1);
        annes.with("Idempotency-Key", "white space").post(SEND, body).no(400, "bad-request");
    }

    @Test
    void whatIsScheduledIsListedAndCancelledByItsAuthorOnly() {
        Said later =
                annes.post(
                                SEND,
                                """
                                {'to': ['bob@care.example'], 'subject': 'tomorrow', 'text': 'x',
                                 'sendAt': '2030-01-01T09:00:00+01:00'}\
                                """)
                        .is(202);
        assertThat(later.at("/state")).isEqualTo("scheduled");
        assertThat(later.at("/sendAt")).isEqualTo("2030-01-01T08:00:00Z");
        String path = SEND + "/scheduled/" + later.at("/id");
        Said list = annes.get(SEND + "/scheduled").is(200);
        assertThat(list.at("/items/0/subject")).isEqualTo("tomorrow");
        assertThat(list.at("/items/0/to/0")).isEqualTo("bob@care.example");
        Caller bobs = server.session(bob, Scope.SELF);
        assertThat(bobs.get(SEND + "/scheduled").is(200).json().at("/items")).isEmpty();
        bobs.delete(path).no(404, "not-found");
        bobs.delete(path + "?from=ann@care.example").no(403, "not-own-address");
        annes.delete(path).is(204);
        annes.delete(path).no(404, "not-found");
        assertThat(mail(ann, "Drafts").getLast().summary().subject()).isEqualTo("tomorrow");
        annes.post(
                        SEND,
                        """
                        {'to': ['bob@care.example'], 'text': 'x',
                         'sendAt': '2001-01-01T09:00:00Z'}\
                        """)
                .no(409, "cannot");
    }

    @Test
    void aServiceWritesInItsOwnNameOrInAPersonsWhereItMay() {
        Caller reminders = server.token(Scope.MESSAGES_SEND);
        String asAnn =
                "{'from': 'ann@care.example', 'to': ['bob@care.example'], 'subject': '%s',"
                        + " 'text': 'x'}";
        reminders.post(SEND, "{'to': ['bob@care.example'], 'subject': 'own', 'text': 'x'}").is(201);
        reminders.post(SEND, asAnn.formatted("as")).no(403, "not-own-address");
        Caller platform = server.token(Scope.MESSAGES_SEND_AS);
        platform.post(SEND, asAnn.formatted("behalf")).is(201);
        Email mail = mail(bob, "INBOX").getLast();
        assertThat(mail.summary().subject()).isEqualTo("behalf");
        assertThat(mail.summary().from())
                .extracting(Address::address)
                .containsExactly("ann@care.example");
        platform.post(SEND, asAnn.formatted("x").replace("ann@", "ghost@"))
                .no(403, "not-own-address");
        server.session(bob, Scope.MESSAGES_SEND)
                .post(SEND, asAnn.formatted("x"))
                .no(403, "not-own-address");
        platform.get(SEND + "/scheduled?from=ann@care.example").is(200);
        assertThat(annes.get("/api/v1/me/access-log").is(200).at("/items/0/action"))
                .isEqualTo("mail-opened");
    }

    @Test
    void aBroadcastNeedsItsScope() {
        annes.post(SEND, "{'to': ['bob@care.example'], 'kind': 'broadcast', 'text': 'x'}")
                .no(403, "insufficient-scope");
    }

    @Test
    void fieldsCannotBeSmuggledIntoTheHeader() {
        for (String field :
                List.of(
                        "'subject': 'a\\r\\nBcc: carl@care.example'",
                        "'inReplyTo': '<a@b>\\r\\nBcc: carl@care.example'",
                        "'inReplyTo': 'no id'",
                        "'cc': ['bob@care.example\\nBcc: carl@care.example']",
                        "'cc': ['Carl <carl@care.example>, bob@care.example']")) {
            annes.post(SEND, "{'to': ['bob@care.example'], 'text': 'x', " + field + "}")
                    .no(422, "invalid");
        }
    }

    @Test
    void mayIIsWhatSendingAnswers() {
        server.person("gone");
        Person gone =
                server.organisation
                        .people()
                        .byId(server.directory.byLoginName("gone").orElseThrow().id())
                        .orElseThrow();
        server.organisation
                .people()
                .update(gone.withState(Account.State.SUSPENDED), ApiServer.ADMIN);
        Said may =
                annes.get(
                                "/api/v1/may?to=bob@care.example&to=nobody@care.example"
                                        + "&to=gone@care.example")
                        .is(200);
        assertThat(may.at("/items/0/verdict")).isEqualTo("accept");
        assertThat(may.at("/items/1/code")).isEqualTo("no-such-recipient");
        assertThat(may.at("/items/2/code")).isEqualTo("recipient-unavailable");
        for (int i = 1; i < 3; i++) {
            annes.post(SEND, "{'to': ['" + may.at("/items/" + i + "/to") + "'], 'text': 'x'}")
                    .no(403, may.at("/items/" + i + "/code"));
        }
    }
}
