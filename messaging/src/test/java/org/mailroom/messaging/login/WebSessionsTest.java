package org.mailroom.messaging.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.TestStore;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

@Timeout(60)
class WebSessionsTest {
    private LoginKit kit;
    private WebSessions sessions;

    @BeforeEach
    void open() {
        kit = new LoginKit(TestStore.create());
        sessions = kit.login.sessions();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private String log() {
        return sessions.open(kit.anna, Set.of(Proof.PASSWORD), LoginKit.BROWSER).token();
    }

    @Test
    void tokensAreRandomAndFindTheirSession() {
        String token = log();
        assertThat(token).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(log());
        WebSession session = kit.find(token).orElseThrow();
        assertThat(session.csrf()).hasSize(43).isNotEqualTo(token);
        assertThat(session.agent()).isEqualTo("Firefox");
        assertThat(session.from()).isEqualTo("127.0.0.1");
        for (String none : List.of("", "x", "A".repeat(43), token + "A", session.csrf())) {
            assertThat(kit.find(none)).isEmpty();
        }
    }

    @Test
    void endsWhenItIsNotUsed() {
        String token = log();
        for (int i = 0; i < 20; i++) {
            kit.pass(Duration.ofHours(11));
            assertThat(kit.find(token)).isPresent();
        }
        kit.pass(Duration.ofHours(12));
        assertThat(kit.find(token)).isEmpty();
    }

    @Test
    void endsAfterAWhileAnyway() {
        String token = log();
        for (int i = 0; i < 13; i++) {
            for (int half = 0; half < 3; half++) {
                kit.pass(Duration.ofHours(8));
                assertThat(kit.find(token)).isPresent();
            }
        }
        for (int half = 0; half < 3; half++) {
            kit.pass(Duration.ofHours(8));
            assertThat(kit.find(token).isPresent()).isEqualTo(half < 2);
        }
    }

    @Test
    void isFreshForAWhile() {
        WebSession session = kit.find(log()).orElseThrow();
        assertThat(sessions.fresh(session)).isTrue();
        kit.pass(Duration.ofMinutes(10));
        assertThat(sessions.fresh(session)).isFalse();
    }

    @Test
    void areListedAndEnded() {
        String here = log();
        kit.pass(Duration.ofMinutes(5));
        String there = log();
        List<WebSession> all = sessions.list(kit.anna);
        assertThat(all).hasSize(2).allMatch(s -> s.csrf().isEmpty());
        assertThat(all.getFirst().id()).isEqualTo(kit.find(there).orElseThrow().id());
        assertThat(sessions.end(kit.anna, "x")).isFalse();
        var bob = kit.store.account("bob@demo.test").id();
        assertThat(sessions.end(bob, all.getFirst().id())).isFalse();
        assertThat(sessions.end(kit.anna, all.getFirst().id())).isTrue();
        assertThat(kit.find(there)).isEmpty();
        sessions.end(here);
        assertThat(kit.find(here)).isEmpty();
        assertThat(sessions.list(kit.anna)).isEmpty();
    }

    @Test
    void endWithThePasswordAndWithTheRightToLogIn() {
        String first = log();
        kit.directory.setPassword(kit.anna, "another password");
        assertThat(kit.find(first)).isEmpty();
        String second = log();
        kit.directory.suspend(kit.anna);
        assertThat(kit.find(second)).isEmpty();
        kit.directory.resume(kit.anna);
        assertThat(kit.find(second)).isEmpty();
        String third = log();
        kit.store.store().accounts().remove(kit.anna);
        assertThat(kit.find(third)).isEmpty();
    }

    @Test
    void areNotMoreThanAllowed() {
        String first = log();
        kit.pass(Duration.ofMinutes(2));
        for (int i = 0; i < 20; i++) {
            log();
        }
        assertThat(kit.find(first)).isEmpty();
        assertThat(sessions.list(kit.anna)).hasSize(20);
    }

    @Test
    void whatABrowserCallsItselfIsBounded() {
        Browser odd =
                new Browser(InetAddress.getLoopbackAddress(), "a\nb\u0000\u202e" + "x".repeat(999));
        assertThat(odd.agent()).startsWith("abx").hasSize(200);
    }
}
