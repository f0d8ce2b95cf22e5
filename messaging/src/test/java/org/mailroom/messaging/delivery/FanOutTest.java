package org.mailroom.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Mail to groups and to many. */
@Timeout(120)
class FanOutTest {
    private Post post;
    private Person alice;
    private Person bob;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        post = new Post(store());
        alice = post.org.person("alice");
        bob = post.org.person("bob");
    }

    @AfterEach
    void close() {
        post.close();
    }

    private Incoming mail(String header) {
        return post.message(header + "From: Alice <alice@example.org>\nSubject: to all\n\nhello\n");
    }

    private Group group(String name, ReplyMode mode, AccountId... members) {
        Group group = post.org.group(name, "team");
        group = post.groups().update(group.withReplyMode(mode), Org.ADMIN);
        for (AccountId member : members) {
            post.org.join(group, member);
        }
        return group;
    }

    private List<AccountId> people(String prefix, int number) {
        List<AccountId> all = new ArrayList<>();
        for (int from = 0; from < number; from += 500) {
            List<NewPerson> page =
                    IntStream.range(from, Math.min(number, from + 500))
                            .mapToObj(
                                    i ->
                                            new NewPerson(
                                                    Account.Kind.PERSON,
                                                    prefix + i + "@example.org",
                                                    prefix + i,
                                                    Set.of()))
                            .toList();
            post.org.organisation.people().createAll(page, Org.ADMIN).stream()
                    .map(Person::id)
                    .forEach(all::add);
        }
        return all;
    }

    private void joinAll(Group group, List<AccountId> members) {
        for (int from = 0; from < members.size(); from += 500) {
            post.groups()
                    .joinAll(
                            group.id(),
                            members.subList(from, Math.min(members.size(), from + 500)),
                            Rank.MEMBER,
                            Org.ADMIN);
        }
    }

    @Test
    void eachMemberGetsOneAndTheAuthorNone() {
        group("team", ReplyMode.ALL, alice.id(), bob.id());
        try (Incoming mail = mail("Reply-To: mallory@elsewhere.test\nList-Id: <made.up>\n")) {
            post.send(post.as(alice), mail, "team@example.org", "BOB@example.org");
        }
        assertThat(post.inbox(alice.id())).isEmpty();
        assertThat(post.inbox(bob.id()))
                .singleElement()
                .asString()
                .as("who is named and a member gets one")
                .contains("Subject: to all");
    }

    @Test
    void theGroupIsNamedAndAnswersGoWhereItSays() {
        group("team", ReplyMode.ALL, bob.id());
        try (Incoming mail =
                mail("Reply-To: mallory@elsewhere.test\nList-Id: <made.up>\nBcc: x@y.test\n")) {
            post.send(post.as(alice), mail, "team@example.org");
        }
        assertThat(post.inbox(bob.id()))
                .singleElement()
                .asString()
                .startsWith("List-Id: <team.example.org>\r\n")
                .contains(
                        "List-Post: <mailto:team@example.org>\r\n",
                        "Reply-To: <team@example.org>\r\n",
                        "From: Alice <alice@example.org>\r\n")
                .doesNotContain("mallory", "made.up", "Bcc", "bob@example.org");
    }

    @Test
    void aMessageThatHasBeenToTheGroupRunsInCircles() {
        group("team", ReplyMode.ALL, bob.id());
        try (Incoming mail = mail("List-Id: the team <team.example.org>\n")) {
            assertThatThrownBy(() -> post.send(post.as(alice), mail, "team@example.org"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            no -> assertThat(no.reason()).isEqualTo(Refused.Reason.LOOP))
                    .hasMessageContaining("[loop]");
        }
        assertThat(post.inbox(bob.id())).isEmpty();
    }

    @Test
    void aLargeGroupIsServedPageByPageAndNothingIsLeftBehind() throws IOException {
        List<AccountId> members = people("m", 70);
        Group inner = group("inner", ReplyMode.ALL, bob.id(), members.get(3));
        Group large = group("large", ReplyMode.ALL, inner.id(), alice.id());
        joinAll(large, members);
        try (Incoming mail = mail("")) {
            post.send(post.as(alice), mail, "large@example.org", "m7@example.org");
        }
        post.delivery.settle();

        assertThat(members).filteredOn(m -> post.inbox(m).size() != 1).isEmpty();
        assertThat(post.inbox(bob.id())).hasSize(1);
        assertThat(post.inbox(alice.id())).isEmpty();
        assertThat(rows()).isZero();
        assertThat(new Verify(post.org.test.store(), f -> {}, Progress.NONE).run().clean())
                .isTrue();
    }

    private long rows() {
        return post.org
                .test
                .store()
                .database()
                .read(
                        session ->
                                session.createSelectionQuery(
                                                        "select count(*) from SendingRow",
                                                        Long.class)
                                                .getSingleResult()
                                        + session.createSelectionQuery(
                                                        "select count(*) from SendingPartRow",
                                                        Long.class)
                                                .getSingleResult()
                                        + session.createSelectionQuery(
                                                        "select count(*) from SendingCopyRow",
                                                        Long.class)
                                                .getSingleResult());
    }

    @Test
    void anyNumberOfPeopleCanBeNamed() {
        List<AccountId> people = people("p", 50);
        String[] to =
                IntStream.range(0, 50)
                        .mapToObj(i -> "p" + i + "@example.org")
                        .toArray(String[]::new);
        try (Incoming mail = mail("")) {
            Envelope envelope = post.envelope(post.as(alice), mail, to);
            post.delivery.toAll(envelope, mail);
        }
        post.delivery.settle();

        assertThat(people).filteredOn(p -> post.inbox(p).size() != 1).isEmpty();
        assertThat(rows()).isZero();
    }
}
