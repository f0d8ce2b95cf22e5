package org.mailroom.transport.auth;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class LoginsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final Identity BOB = new Identity(7, "bob@demo.test");

    private final List<Duration> sleeps = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private boolean down;

    private final Logins logins =
            new Logins(new Directory(), LoginSettings.defaults(), () -> now, this::sleep);

    private void sleep(Duration duration) {
        sleeps.add(duration);
        now = now.plus(duration);
    }

    /** Where bob has the password "sesame". */
    private final class Directory implements Authenticator {
        @Override
        public AuthResult password(String user, byte[] password, InetAddress from) {
            String text = new String(password, UTF_8);
            asked.add(user + " " + text);
            if (down) return new AuthResult.Unavailable();
            return user.equals("bob") && text.equals("sesame")
                    ? new AuthResult.Accepted(BOB)
                    : new AuthResult.Rejected();
        }

        @Override
        public Optional<ScramCredential> scram(String user) {
            return Optional.empty();
        }

        @Override
        public Optional<Identity> identity(String user) {
            return user.equals("bob") ? Optional.of(BOB) : Optional.empty();
        }
    }

    private AuthResult login(String user, String password, InetAddress from) {
        return logins.password(user, password.getBytes(UTF_8), from);
    }

    private void fail(int times, String user, InetAddress from) {
        for (int i = 0; i < times; i++) {
            assertThat(login(user, "wrong", from)).isEqualTo(new AuthResult.Rejected());
        }
    }

    private static List<Duration> seconds(long... seconds) {
        return java.util.Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    @Test
    void slowsAnAddressMoreAndMore() {
        for (int i = 0; i < 10; i++) fail(1, "user" + i, HERE);
        assertThat(sleeps).isEqualTo(seconds(1, 2, 4, 8, 16, 30, 30));
        login("bob", "sesame", THERE);
        assertThat(sleeps).as("another address").hasSize(7);
    }

    @Test
    void slowsAUserALittleFromAnywhere() {
        for (int i = 0; i < 8; i++) fail(1, "bob", InetAddress.ofLiteral("198.51.100." + i));
        assertThat(sleeps).isEqualTo(seconds(1, 2, 4, 5, 5));
    }

    @Test
    void sparesAUserWhereTheLastLoginWasRight() {
        assertThat(login("bob", "sesame", HERE)).isEqualTo(new AuthResult.Accepted(BOB));
        fail(9, "eve", HERE);
        sleeps.clear();
        assertThat(login("bob", "sesame", HERE)).isEqualTo(new AuthResult.Accepted(BOB));
        assertThat(sleeps).isEmpty();
        fail(1, "bob", HERE);
        assertThat(login("bob", "sesame", HERE)).isEqualTo(new AuthResult.Accepted(BOB));
        assertThat(sleeps).as("after a wrong password").hasSize(1);
    }

    @Test
    void aGoodAccountBuysNoTriesAtOthers() {
        for (int i = 0; i < 5; i++) {
            fail(1, "eve" + i, HERE);
            login("bob", "sesame", HERE);
        }
        sleeps.clear();
        fail(1, "carol", HERE);
        assertThat(sleeps).isEqualTo(seconds(4));
    }

    /** Who does not wait for one attempt before the next gets turns one after the other. */
    @Test
    void attemptsInParallelWaitForEachOther() {
        List<Duration> waits = new ArrayList<>();
        Logins parallel =
                new Logins(new Directory(), LoginSettings.defaults(), () -> now, waits::add);
        for (int i = 0; i < 4; i++) parallel.password("u" + i, "wrong".getBytes(UTF_8), HERE);
        assertThat(waits).isEqualTo(seconds(1));
        AuthResult last = new AuthResult.Rejected();
        for (int i = 0; i < 40 && last instanceof AuthResult.Rejected; i++) {
            last = parallel.password("v" + i, "wrong".getBytes(UTF_8), HERE);
        }
        assertThat(last).isEqualTo(new AuthResult.Unavailable());
        assertThat(waits).isSorted().allMatch(w -> w.compareTo(Duration.ofSeconds(30)) <= 0);
        int tried = asked.size();
        parallel.password("bob", "sesame".getBytes(UTF_8), HERE);
        assertThat(asked).as("turned away untried").hasSize(tried);
    }

    @Test
    void forgetsInTime() {
        fail(9, "eve", HERE);
        sleeps.clear();
        now = now.plus(Duration.ofMinutes(16));
        fail(1, "eve", HERE);
        assertThat(sleeps).isEmpty();
    }

    @Test
    void scramFailuresCountAlike() {
        for (int i = 0; i < 3; i++) {
            assertThat(logins.scram("bob", HERE)).isPresent();
            logins.scramFailed("bob", HERE);
        }
        assertThat(sleeps).isEmpty();
        assertThat(logins.scram("bob", HERE)).isPresent();
        assertThat(sleeps).isEqualTo(seconds(1));
        assertThat(logins.scramProved("bob", HERE)).isEqualTo(new AuthResult.Accepted(BOB));
        assertThat(logins.scramProved("ghost", HERE)).isEqualTo(new AuthResult.Rejected());
    }

    @Test
    void preparesAndBoundsWhatItPassesOn() {
        login("bo\u00ADb", "ses\uFF41me", HERE);
        assertThat(asked).containsExactly("bob sesame");
        assertThat(login("bob", "x".repeat(1025), HERE)).isEqualTo(new AuthResult.Rejected());
        assertThat(login("bob", "", HERE)).isEqualTo(new AuthResult.Rejected());
        assertThat(login("b".repeat(1025), "x", HERE)).isEqualTo(new AuthResult.Rejected());
        assertThat(login("a\0b", "x", HERE)).isEqualTo(new AuthResult.Rejected());
        assertThat(logins.password("bob", new byte[] {(byte) 0xFF}, HERE))
                .isEqualTo(new AuthResult.Rejected());
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFailingDirectoryIsNoOnesFault() {
        down = true;
        for (int i = 0; i < 9; i++) {
            assertThat(login("bob", "sesame", HERE)).isEqualTo(new AuthResult.Unavailable());
        }
        assertThat(sleeps).isEmpty();
    }

    @Test
    void logsUserAndAddressButNotThePassword() {
        Logger logger = (Logger) LoggerFactory.getLogger(Logins.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            login("mallory", "hunter2", HERE);
            login("bob\r\nfake", "hunter2", HERE);
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "login failed: user \"mallory\" from 192.0.2.1",
                        "login failed: user \"\" from 192.0.2.1");
    }

    @Test
    void remembersNoMoreThanItMay() {
        LoginSettings small =
                new LoginSettings(
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(15),
                        10,
                        false,
                        true);
        Failures<String> failures = new Failures<>(small, small.maxUserDelay());
        for (int i = 0; i < 1000; i++) failures.failed("u" + i, now);
        assertThat(failures.size()).isEqualTo(10);
    }

    /** A token says itself whose it is; then there is no user to slow, only an address. */
    @Test
    void slowsProofsWithoutAUserByAddressAlone() {
        for (int i = 0; i < 5; i++) {
            assertThat(logins.attempt("", HERE, name -> new AuthResult.Rejected()))
                    .isEqualTo(new AuthResult.Rejected());
        }
        assertThat(sleeps).isEqualTo(seconds(1, 2));
        assertThat(logins.attempt("", THERE, name -> new AuthResult.Accepted(BOB)))
                .isEqualTo(new AuthResult.Accepted(BOB));
        assertThat(sleeps).isEqualTo(seconds(1, 2));
        logins.attempt("", HERE, name -> new AuthResult.Accepted(BOB));
        logins.attempt("", HERE, name -> new AuthResult.Accepted(BOB));
        assertThat(sleeps).isEqualTo(seconds(1, 2, 4, 4));
    }
}
