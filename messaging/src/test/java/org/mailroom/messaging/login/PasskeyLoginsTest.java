package org.mailroom.messaging.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.PasskeyLogins.Challenge;
import org.mailroom.messaging.login.passkey.SoftwareAuthenticator;

import java.time.Duration;
import java.util.Optional;

@Timeout(60)
class PasskeyLoginsTest {
    private LoginKit kit;
    private PasskeyLogins logins;
    private final SoftwareAuthenticator phone = device();
    private final SoftwareAuthenticator key = device();

    @BeforeEach
    void open() {
        kit = new LoginKit(TestStore.create());
        logins = kit.login.passkeyLogins();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static SoftwareAuthenticator device() {
        return new SoftwareAuthenticator("https://mail.demo.test", "mail.demo.test");
    }

    private void register(AccountId account, SoftwareAuthenticator device, String name)
            throws Exception {
        Challenge challenge = logins.create(account);
        String answer = device.create(challenge.options());
        logins.created(account, challenge.step(), name, answer, Actor.of(account));
        kit.login.factorsChanged(account, "");
    }

    private LoginOutcome logIn(SoftwareAuthenticator device) throws Exception {
        Challenge challenge = logins.begin(Optional.empty());
        return logins.finish(challenge.step(), device.get(challenge.options()), LoginKit.BROWSER);
    }

    @Test
    void severalOfOnePersonLogInAlone() throws Exception {
        register(kit.anna, phone, "phone");
        register(kit.anna, key, "key");
        assertThat(kit.login.passkeys().list(kit.anna))
                .map(p -> p.credential().name())
                .containsExactly("phone", "key");
        WebSession session = kit.in(logIn(phone));
        assertThat(session.account()).isEqualTo(kit.anna);
        assertThat(session.proofs()).containsExactly(Proof.PASSKEY);
        assertThat(kit.in(logIn(key)).account()).isEqualTo(kit.anna);
    }

    @Test
    void standsInForASecondFactorWithoutTellingWhoItIs() throws Exception {
        register(kit.anna, phone, "phone");
        LoginOutcome.OneMore more = kit.more(kit.password(LoginKit.PASSWORD));
        assertThat(more.factors()).containsExactly(Proof.PASSKEY);
        phone.tellsHandle = false;
        Challenge challenge = logins.begin(Optional.of(more.step()));
        assertThat(challenge.options()).contains("allowCredentials");
        LoginOutcome outcome =
                logins.finish(challenge.step(), phone.get(challenge.options()), LoginKit.BROWSER);
        assertThat(kit.in(outcome).proofs())
                .containsExactlyInAnyOrder(Proof.PASSWORD, Proof.PASSKEY);
    }

    @Test
    void anAnswerIsGoodOnceAndForAWhile() throws Exception {
        register(kit.anna, phone, "phone");
        phone.step = 0;
        phone.count = 0;
        Challenge challenge = logins.begin(Optional.empty());
        phone.count = 5;
        String answer = phone.get(challenge.options());
        assertThat(logins.finish("", answer, LoginKit.BROWSER)).isEqualTo(new Rejected());
        kit.in(logins.finish(challenge.step(), answer, LoginKit.BROWSER));
        assertThat(logins.finish(challenge.step(), answer, LoginKit.BROWSER))
                .isEqualTo(new Rejected());
        Challenge late = logins.begin(Optional.empty());
        phone.count = 6;
        String lateAnswer = phone.get(late.options());
        kit.pass(Duration.ofMinutes(11));
        assertThat(logins.finish(late.step(), lateAnswer, LoginKit.BROWSER))
                .isEqualTo(new Rejected());
        // the answer to one challenge is none to another
        Challenge other = logins.begin(Optional.empty());
        assertThat(logins.finish(other.step(), lateAnswer, LoginKit.BROWSER))
                .isEqualTo(new Rejected());
    }

    @Test
    void aCopyOfAnAuthenticatorIsNoticed() throws Exception {
        register(kit.anna, phone, "phone");
        kit.in(logIn(phone));
        phone.count -= 2;
        assertThat(logIn(phone)).isEqualTo(new Rejected());
        assertThat(logIn(phone)).isEqualTo(new Rejected());
        kit.in(logIn(phone));
    }

    @Test
    void anothersPasskeyIsNoSecondFactor() throws Exception {
        AccountId bob = kit.store.account("bob@demo.test").id();
        register(kit.anna, phone, "phone");
        register(bob, key, "key");
        LoginOutcome.OneMore more = kit.more(kit.password(LoginKit.PASSWORD));
        Challenge challenge = logins.begin(Optional.of(more.step()));
        assertThat(logins.finish(challenge.step(), key.get(challenge.options()), LoginKit.BROWSER))
                .isEqualTo(new Rejected());
        Challenge make = logins.create(bob);
        String answer = device().create(make.options());
        assertThatThrownBy(
                        () ->
                                logins.created(
                                        kit.anna, make.step(), "x", answer, Actor.of(kit.anna)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void goesWhenItIsTakenAwayOrItsOwnerIs() throws Exception {
        register(kit.anna, phone, "phone");
        register(kit.anna, key, "key");
        long id = kit.login.passkeys().list(kit.anna).getFirst().id();
        kit.login.passkeys().rename(kit.anna, id, "old phone");
        assertThat(kit.login.passkeys().list(kit.anna).getFirst().credential().name())
                .isEqualTo("old phone");
        AccountId bob = kit.store.account("bob@demo.test").id();
        assertThatThrownBy(() -> kit.login.passkeys().remove(bob, id, Actor.of(bob)))
                .isInstanceOf(Refused.class);
        kit.login.passkeys().remove(kit.anna, id, Actor.of(kit.anna));
        assertThat(logIn(phone)).isEqualTo(new Rejected());
        kit.in(logIn(key));
        kit.directory.suspend(kit.anna);
        assertThat(logIn(key)).isEqualTo(new Rejected());
        kit.store.store().accounts().remove(kit.anna);
        assertThat(logIn(key)).isEqualTo(new Rejected());
    }

    @Test
    void namesAndNumbersAreBounded() throws Exception {
        for (String name : new String[] {"", " ", "a\nb", "x".repeat(101)}) {
            assertThatThrownBy(() -> register(kit.anna, device(), name))
                    .isInstanceOf(Refused.class);
        }
        Challenge challenge = logins.create(kit.anna);
        String answer = phone.create(challenge.options());
        logins.created(kit.anna, challenge.step(), "a", answer, Actor.of(kit.anna));
        assertThatThrownBy(
                        () ->
                                logins.created(
                                        kit.anna,
                                        challenge.step(),
                                        "b",
                                        answer,
                                        Actor.of(kit.anna)))
                .isInstanceOf(Refused.class);
    }
}
