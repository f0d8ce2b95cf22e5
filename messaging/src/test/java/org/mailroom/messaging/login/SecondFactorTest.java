package org.mailroom.messaging.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginOutcome.LoggedIn;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.LoginOutcome.Unavailable;
import org.mailroom.messaging.login.totp.TotpSecret;
import org.mailroom.transport.auth.AuthResult;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A password, and then something more; on H2. */
@Timeout(60)
class SecondFactorTest {
    LoginKit kit;

    @BeforeEach
    void open() {
        kit = new LoginKit(store());
    }

    TestStore store() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private LoginOutcome totp(String code) {
        LoginOutcome.OneMore more = kit.more(kit.password(LoginKit.PASSWORD));
        return kit.login.web().totp(more.step(), code, LoginKit.BROWSER);
    }

    private boolean mailLogsIn(String password) {
        return kit.login
                        .logins()
                        .password(
                                "anna", password.getBytes(UTF_8), InetAddress.getLoopbackAddress())
                instanceof AuthResult.Accepted;
    }

    @Test
    void withoutOneThePasswordIsEnough() {
        WebSession session = kit.in(kit.password(LoginKit.PASSWORD));
        assertThat(session.account()).isEqualTo(kit.anna);
        assertThat(session.proofs()).containsExactly(Proof.PASSWORD);
        assertThat(kit.password("wrong")).isEqualTo(new Rejected());
        assertThat(kit.login.web().password("nobody", "x".getBytes(UTF_8), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
    }

    @Test
    void appPasswordsAreNotForTheWeb() {
        String app = kit.directory.addAppPassword(kit.anna, "phone");
        assertThat(mailLogsIn(app)).isTrue();
        assertThat(kit.password(app)).isEqualTo(new Rejected());
    }

    @Test
    void aProgramIsAskedForOnceItHasShownACode() {
        TotpSecret secret = kit.login.totps().begin(kit.anna);
        assertThat(kit.password(LoginKit.PASSWORD)).isInstanceOf(LoggedIn.class);
        assertThatThrownBy(() -> kit.login.totps().confirm(kit.anna, "000000x", actor()))
                .isInstanceOf(Refused.class);
        assertThat(kit.login.totps().confirm(kit.anna, kit.code(secret), actor()))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"));
        kit.login.factorsChanged(kit.anna, "");
        assertThat(kit.more(kit.password(LoginKit.PASSWORD)).factors())
                .containsExactlyInAnyOrder(Proof.TOTP, Proof.RECOVERY_CODE);
        assertThatThrownBy(() -> kit.login.totps().begin(kit.anna)).isInstanceOf(Refused.class);
    }

    private Actor actor() {
        return Actor.of(kit.anna);
    }

    @Test
    void aCodeIsGoodOnceAndNoOlderOneAfterIt() {
        TotpSecret secret = kit.totp();
        long step = TotpSecret.step(kit.now());
        assertThat(totp(secret.code(step))).isEqualTo(new Rejected());
        assertThat(totp(secret.code(step - 1))).isEqualTo(new Rejected());
        assertThat(kit.in(totp(secret.code(step + 1))).proofs())
                .containsExactlyInAnyOrder(Proof.PASSWORD, Proof.TOTP);
        kit.pass(Duration.ofSeconds(60));
        assertThat(totp(secret.code(step + 1))).isEqualTo(new Rejected());
        assertThat(totp(kit.code(secret))).isInstanceOf(LoggedIn.class);
    }

    @Test
    void oneOfManyAtOnceGetsIn() throws Exception {
        TotpSecret secret = kit.totp();
        kit.pass(Duration.ofMinutes(2));
        String code = kit.code(secret);
        List<Callable<LoginOutcome>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String step = kit.more(kit.password(LoginKit.PASSWORD)).step();
            all.add(() -> kit.login.web().totp(step, code, LoginKit.BROWSER));
        }
        int in = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<LoginOutcome> one : threads.invokeAll(all)) {
                in += one.get() instanceof LoggedIn ? 1 : 0;
            }
        }
        assertThat(in).isEqualTo(1);
    }

    /**
     * Each wrong one costs more, wherever it comes from; a right one is not looked at meanwhile.
     */
    @Test
    void guessingTakesForEver() {
        TotpSecret secret = kit.totp();
        kit.pass(Duration.ofMinutes(2));
        for (int i = 0; i < 5; i++) {
            assertThat(totp("12345" + (char) ('a' + i))).isEqualTo(new Rejected());
        }
        assertThat(totp(kit.code(secret))).isEqualTo(new Unavailable());
        kit.pass(Duration.ofSeconds(31));
        assertThat(totp("x")).isEqualTo(new Rejected());
        kit.pass(Duration.ofSeconds(31));
        assertThat(totp(kit.code(secret))).isEqualTo(new Unavailable());
        kit.pass(Duration.ofSeconds(31));
        assertThat(totp(kit.code(secret))).isInstanceOf(LoggedIn.class);
        kit.pass(Duration.ofSeconds(31));
        assertThat(totp("x")).isEqualTo(new Rejected());
        assertThat(totp(kit.code(secret))).isInstanceOf(LoggedIn.class);
    }

    @Test
    void recoveryCodesAreGoodOnceEach() {
        kit.totp();
        String code = kit.recoveryCodes.get(3);
        String typed = code.replace("-", " ").toUpperCase(java.util.Locale.ROOT);
        assertThat(recover(typed)).isInstanceOf(LoggedIn.class);
        assertThat(recover(code)).isEqualTo(new Rejected());
        assertThat(recover("")).isEqualTo(new Rejected());
        assertThat(kit.login.recovery().left(kit.anna)).isEqualTo(9);
        List<String> fresh = kit.login.recovery().renew(kit.anna, actor());
        assertThat(recover(kit.recoveryCodes.get(4))).isEqualTo(new Rejected());
        assertThat(recover(fresh.getFirst())).isInstanceOf(LoggedIn.class);
    }

    private LoginOutcome recover(String code) {
        LoginOutcome.OneMore more = kit.more(kit.password(LoginKit.PASSWORD));
        return kit.login.web().recoveryCode(more.step(), code, LoginKit.BROWSER);
    }

    @Test
    void aStepIsSealedShortLivedAndTakenOnce() {
        TotpSecret secret = kit.totp();
        kit.pass(Duration.ofMinutes(2));
        String step = kit.more(kit.password(LoginKit.PASSWORD)).step();
        for (String other : List.of("", "x", step.substring(1), step + "A", "*".repeat(9000))) {
            assertThat(kit.login.web().totp(other, kit.code(secret), LoginKit.BROWSER))
                    .isEqualTo(new Rejected());
        }
        assertThat(kit.login.web().totp(step, kit.code(secret), LoginKit.BROWSER))
                .isInstanceOf(LoggedIn.class);
        kit.pass(Duration.ofMinutes(1));
        assertThat(kit.login.web().totp(step, kit.code(secret), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
        String late = kit.more(kit.password(LoginKit.PASSWORD)).step();
        kit.pass(Duration.ofMinutes(11));
        assertThat(kit.login.web().totp(late, kit.code(secret), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
        // a step of one kind is no step of another
        String passkey = kit.login.passkeyLogins().begin(java.util.Optional.empty()).step();
        assertThat(kit.login.web().totp(passkey, kit.code(secret), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
    }

    /** Mail programs cannot ask for a code: they need a password of their own. */
    @Test
    void mailProgramsNeedAnAppPasswordThen() {
        assertThat(mailLogsIn(LoginKit.PASSWORD)).isTrue();
        assertThat(kit.directory.scram("anna")).isPresent();
        kit.totp();
        assertThat(mailLogsIn(LoginKit.PASSWORD)).isFalse();
        assertThat(kit.directory.scram("anna")).isEmpty();
        assertThat(mailLogsIn(kit.directory.addAppPassword(kit.anna, "phone"))).isTrue();
        kit.login.resetFactors(kit.anna, Actor.CONSOLE);
        assertThat(mailLogsIn(LoginKit.PASSWORD)).isTrue();
        assertThat(kit.password(LoginKit.PASSWORD)).isInstanceOf(LoggedIn.class);
        assertThat(kit.login.recovery().left(kit.anna)).isZero();
    }

    @Test
    void theSuspendedGetNoFurther() {
        TotpSecret secret = kit.totp();
        kit.pass(Duration.ofMinutes(2));
        String step = kit.more(kit.password(LoginKit.PASSWORD)).step();
        kit.directory.suspend(kit.anna);
        assertThat(kit.login.web().totp(step, kit.code(secret), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
    }

    @Test
    void leavesNothingReadable() throws Exception {
        TotpSecret secret = kit.totp();
        String token = kit.token(recover(kit.recoveryCodes.getFirst()));
        kit.store.store().database().writeDurably(session -> {});
        byte[] all = new byte[0];
        try (var files = java.nio.file.Files.walk(kit.store.directory())) {
            for (var file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                byte[] one = java.nio.file.Files.readAllBytes(file);
                all = java.util.Arrays.copyOf(all, all.length + one.length);
                System.arraycopy(one, 0, all, all.length - one.length, one.length);
            }
        }
        String text = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1);
        String key = new String(secret.key(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text.contains("Firefox")).isFalse();
        assertThat(text.contains(token)).isFalse();
        assertThat(text.contains(key)).isFalse();
        for (String code : kit.recoveryCodes) {
            assertThat(text.contains(code.replace("-", ""))).isFalse();
        }
        assertThat(all.length).isGreaterThan(10_000);
    }
}
