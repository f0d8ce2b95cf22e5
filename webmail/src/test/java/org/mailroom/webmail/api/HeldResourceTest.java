package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.nio.charset.StandardCharsets;
import java.util.List;

@Timeout(60)
class HeldResourceTest {
    private static ApiServer server;
    private static Caller moderator;
    private static Person ann;
    private static Person bob;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        moderator = server.session(server.person("mod"), Scope.MODERATION);
        ann = server.person("ann");
        bob = server.person("bob");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void hold(String subject) {
        Account account = server.directory.byId(ann.id()).orElseThrow();
        byte[] message =
                new String(TestStore.message(subject, "held content"), StandardCharsets.UTF_8)
                        .replace("ann@example.org", ann.address())
                        .getBytes(StandardCharsets.UTF_8);
        try (Incoming content = server.store.incoming(message)) {
            var question =
                    new Question.Message(
                            new Sender.Person(account),
                            AddrSpec.of(ann.address()),
                            HeaderBlock.of(message),
                            message.length,
                            List.of(AddrSpec.of(bob.address()).orElseThrow()));
            server.delivery
                    .held()
                    .hold(
                            question,
                            content,
                            new Why(WhyCode.HELD_FOR_REVIEW, "later"),
                            Delivery.Own.NOTHING);
        }
    }

    private static long inbox() {
        try (var mail = server.store.mail(bob.id())) {
            return mail.view().mailbox(MailboxName.INBOX).orElseThrow().messages();
        }
    }

    @Test
    void aModeratorReadsAndReleasesAndTheAuthorSeesWhoRead() {
        hold("to be released");
        Said list = moderator.get("/api/v1/held").is(200);
        String one = "/api/v1/held/" + list.at("/items/0/id");
        assertThat(list.at("/items/0/subject")).isEqualTo("to be released");
        assertThat(list.at("/items/0/author")).isEqualTo("ann@care.example");
        assertThat(list.at("/items/0/recipients/0")).isEqualTo("bob@care.example");
        assertThat(moderator.get(one).is(200).text()).doesNotContain("held content");
        Said message = moderator.get(one + "/message").is(200);
        assertThat(message.text()).contains("held content");
        assertThat(message.header("Content-Disposition")).startsWith("attachment");
        assertThat(
                        server.session(ann, Scope.SELF)
                                .get("/api/v1/me/access-log")
                                .is(200)
                                .at("/items/0/action"))
                .isEqualTo("message-seen-by-other");
        long before = inbox();
        moderator.post(one + "/release", null).is(204);
        server.delivery.settle();
        assertThat(inbox()).isEqualTo(before + 1);
        moderator.post(one + "/release", null).no(404, "not-found");
    }

    @Test
    void whatIsRejectedGoesNowhere() {
        hold("to be rejected");
        Said list = moderator.get("/api/v1/held").is(200);
        String one = "/api/v1/held/" + list.at("/items/0/id");
        long before = inbox();
        moderator.post(one + "/reject", "{}").no(422, "invalid");
        moderator.post(one + "/reject", "{'reason': 'not kind'}").is(204);
        assertThat(inbox()).isEqualTo(before);
        moderator.get(one).no(404, "not-found");
        moderator.get(one + "/message").no(404, "not-found");
    }
}
