package org.mailroom.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.safety.NewRestriction;
import org.mailroom.messaging.safety.Restriction;

import java.util.List;
import java.util.Optional;

/** What a moderator has to look at first. */
@Timeout(60)
class HoldQueueTest {
    private Post post;
    private Person alice;
    private Person bob;

    @BeforeEach
    void open() {
        post = new Post(TestStore.create());
        alice = post.org.person("alice");
        bob = post.org.person("bob");
        post.sources
                .restrictions()
                .impose(
                        new NewRestriction(
                                alice.id(),
                                Restriction.Kind.HOLD,
                                "test",
                                Optional.empty(),
                                Optional.empty()),
                        Org.ADMIN);
    }

    @AfterEach
    void close() {
        post.close();
    }

    private HeldMail held() {
        try (Incoming mail = post.message("From: alice@example.org\nSubject: wait\n\nhello\n")) {
            var question =
                    new Question.Message(
                            post.as(alice),
                            AddrSpec.of(alice.address()),
                            mail.header(),
                            mail.size(),
                            List.of(Post.address("bob@example.org")));
            var hold = (Decision.Hold) post.policy.decide(question);
            post.delivery.held().hold(question, mail, hold.why(), Own.NOTHING);
        }
        return post.delivery.held().list(0, 10).getFirst();
    }

    @Test
    void isKeptUntilItIsReleased() {
        HeldMail mail = held();
        assertThat(post.inbox(bob.id())).isEmpty();
        assertThat(mail.author()).contains(alice.id());
        assertThat(mail.why()).isEqualTo("held-for-review");
        assertThat(mail.recipients()).containsExactly(Post.address("bob@example.org"));
        assertThat(mail.summary().subject()).isEqualTo("wait");

        post.delivery.held().release(mail.id());

        assertThat(post.inbox(bob.id())).singleElement().asString().contains("Subject: wait");
        assertThat(post.delivery.held().list(0, 10)).isEmpty();
        assertThatThrownBy(() -> post.delivery.held().release(mail.id()))
                .isInstanceOf(Refused.class);
        assertThat(post.inbox(bob.id())).hasSize(1);
    }

    @Test
    void isJudgedAgainWhenItIsReleased() {
        HeldMail mail = held();
        post.sources.blocks().block(bob.id(), alice.id(), "test", Org.ADMIN);

        assertThatThrownBy(() -> post.delivery.held().release(mail.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("[not-permitted]");

        assertThat(post.inbox(bob.id())).isEmpty();
        assertThat(post.delivery.held().byId(mail.id())).isPresent();
    }

    @Test
    void itsAuthorHearsThatItWasRejected() {
        HeldMail mail = held();
        post.delivery.held().reject(mail.id(), "Please put it more kindly");

        assertThat(post.inbox(bob.id())).isEmpty();
        assertThat(post.inbox(alice.id()))
                .singleElement()
                .asString()
                .contains("Please put it more kindly", "Action: failed");
        assertThat(post.delivery.held().list(0, 10)).isEmpty();
    }
}
