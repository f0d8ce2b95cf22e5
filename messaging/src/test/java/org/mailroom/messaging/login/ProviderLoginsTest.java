package org.mailroom.messaging.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.URLUtils;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginOutcome.Linked;
import org.mailroom.messaging.login.LoginOutcome.NotLinked;
import org.mailroom.messaging.login.LoginOutcome.OneMore;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.LoginOutcome.Unavailable;
import org.mailroom.messaging.login.ProviderLogins.Begun;
import org.mailroom.messaging.login.ProviderLogins.Ended;
import org.mailroom.messaging.login.oidc.OidcPerson;
import org.mailroom.messaging.login.oidc.OidcSettings.Link;
import org.mailroom.messaging.login.oidc.OidcSettings.SecondFactor;
import org.mailroom.messaging.login.oidc.TestIssuer;
import org.mailroom.transport.auth.AuthResult;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two providers: one that we trust with nothing, one with addresses and second factors. */
@Timeout(60)
class ProviderLoginsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private TestIssuer wary;
    private TestIssuer trusted;
    private LoginKit kit;
    private ProviderLogins logins;

    @BeforeEach
    void open() throws Exception {
        wary = new TestIssuer();
        trusted = new TestIssuer();
        kit =
                new LoginKit(
                        TestStore.create(),
                        wary.settings("wary", Link.BY_SUBJECT, SecondFactor.HERE),
                        trusted.settings("trusted", Link.BY_EMAIL, SecondFactor.TRUSTED));
        logins = kit.login.providerLogins();
    }

    @AfterEach
    void close() {
        kit.close();
        wary.close();
        trusted.close();
    }

    private Begun begin(String provider, Optional<AccountId> link) throws Exception {
        return logins.begin(provider, "/inbox?x=1", link).orElseThrow();
    }

    private Ended back(Begun begun, TestIssuer issuer, String provider, AccountId... present)
            throws Exception {
        URI uri = issuer.visit(begun.where());
        assertThat(uri.getPath()).isEqualTo("/login/oidc/" + provider + "/callback");
        return end(begun, uri, provider, present);
    }

    private Ended end(Begun begun, URI uri, String provider, AccountId... present) {
        return logins.finish(
                begun.step(),
                provider,
                URLUtils.parseParameters(uri.getRawQuery()),
                List.of(present).stream().findFirst(),
                LoginKit.BROWSER);
    }

    private LoginOutcome logIn(TestIssuer issuer, String provider) throws Exception {
        return back(begin(provider, Optional.empty()), issuer, provider).outcome();
    }

    private void link(TestIssuer issuer, String provider) {
        kit.login
                .links()
                .add(
                        kit.anna,
                        provider,
                        new OidcPerson(issuer.url(), issuer.subject, Optional.empty()),
                        Actor.CONSOLE);
    }

    @Test
    void linkedBySubjectTheyAreLoggedInAndWhereTheyWantedToBe() throws Exception {
        assertThat(logIn(wary, "wary")).isEqualTo(new NotLinked());
        link(wary, "wary");
        Ended ended = back(begin("wary", Optional.empty()), wary, "wary");
        assertThat(kit.in(ended.outcome()).proofs()).containsExactly(Proof.PROVIDER);
        assertThat(ended.returnPath()).isEqualTo("/inbox?x=1");
        wary.subject = "another";
        assertThat(logIn(wary, "wary")).isEqualTo(new NotLinked());
    }

    /** An address says who somebody is only where the operator has said so. */
    @Test
    void anAddressLinksOnlyWhereConfiguredAndVerified() throws Exception {
        wary.email = Optional.of("anna@demo.test");
        assertThat(logIn(wary, "wary")).isEqualTo(new NotLinked());
        assertThat(logIn(trusted, "trusted")).isEqualTo(new NotLinked());
        trusted.email = Optional.of("anna@demo.test");
        assertThat(kit.in(logIn(trusted, "trusted")).account()).isEqualTo(kit.anna);
        // from now on the subject counts, whatever address it has
        trusted.email = Optional.of("bob@demo.test");
        kit.store.account("bob@demo.test");
        assertThat(kit.in(logIn(trusted, "trusted")).account()).isEqualTo(kit.anna);
        trusted.subject = "another";
        trusted.email = Optional.of("anna");
        assertThat(logIn(trusted, "trusted")).isEqualTo(new NotLinked());
    }

    @Test
    void aSecondFactorIsAskedForUnlessTheProviderIsTrusted() throws Exception {
        kit.totp();
        link(wary, "wary");
        link(trusted, "trusted");
        assertThat(logIn(wary, "wary")).isInstanceOf(OneMore.class);
        assertThat(kit.in(logIn(trusted, "trusted")).account()).isEqualTo(kit.anna);
    }

    @Test
    void linksOnesOwnIdentity() throws Exception {
        Begun begun = begin("wary", Optional.of(kit.anna));
        assertThat(begun.where().getQuery()).contains("prompt=login");
        assertThat(back(begun, wary, "wary", kit.anna).outcome()).isEqualTo(new Linked(kit.anna));
        assertThat(kit.login.links().list(kit.anna))
                .map(OidcLinks.Link::provider)
                .containsExactly("wary");
        assertThat(kit.in(logIn(wary, "wary")).account()).isEqualTo(kit.anna);
        long id = kit.login.links().list(kit.anna).getFirst().id();
        kit.login.links().remove(kit.anna, id, Actor.of(kit.anna));
        assertThat(logIn(wary, "wary")).isEqualTo(new NotLinked());
    }

    /** Logged out, or logged in as somebody else meanwhile: nothing is linked. */
    @Test
    void linksNothingForAnybodyElse() throws Exception {
        AccountId bob = kit.store.account("bob@demo.test").id();
        assertThat(back(begin("wary", Optional.of(kit.anna)), wary, "wary").outcome())
                .isEqualTo(new Rejected());
        assertThat(back(begin("wary", Optional.of(kit.anna)), wary, "wary", bob).outcome())
                .isEqualTo(new Rejected());
        assertThat(kit.login.links().list(kit.anna)).isEmpty();
    }

    @Test
    void oneProvidersAnswerEndsNothingBegunAtAnother() throws Exception {
        link(wary, "wary");
        link(trusted, "trusted");
        Begun begun = begin("trusted", Optional.empty());
        URI other = wary.visit(begin("wary", Optional.empty()).where());
        assertThat(end(begun, other, "trusted").outcome()).isEqualTo(new Rejected());
        Begun again = begin("trusted", Optional.empty());
        URI right = trusted.visit(again.where());
        assertThat(end(again, right, "wary").outcome()).isEqualTo(new Rejected());
        assertThat(kit.in(end(again, right, "trusted").outcome()).account()).isEqualTo(kit.anna);
        assertThat(end(again, right, "trusted").outcome()).isEqualTo(new Rejected());
    }

    /** Somebody else's browser does not have the step: nobody is logged in as the attacker. */
    @Test
    void anAnswerWithoutItsBeginningIsNothing() throws Exception {
        link(wary, "wary");
        URI uri = wary.visit(begin("wary", Optional.empty()).where());
        Begun mine = begin("wary", Optional.empty());
        assertThat(end(mine, uri, "wary").outcome()).isEqualTo(new Rejected());
        assertThat(
                        logins.finish("", "wary", Map.of(), Optional.empty(), LoginKit.BROWSER)
                                .outcome())
                .isEqualTo(new Rejected());
    }

    @Test
    void theSuspendedAreNotLoggedIn() throws Exception {
        link(wary, "wary");
        kit.directory.suspend(kit.anna);
        assertThat(logIn(wary, "wary")).isEqualTo(new Rejected());
    }

    @Test
    void aProviderThatIsAwayIsNoFailureOfTheirs() throws Exception {
        Begun begun = begin("wary", Optional.empty());
        URI uri = wary.visit(begun.where());
        wary.close();
        assertThat(end(begun, uri, "wary").outcome()).isEqualTo(new Unavailable());
    }

    @Test
    void mailProgramsLogInWithTokens() {
        assertThat(kit.login.logins().takesTokens()).isTrue();
        assertThat(token(wary)).isInstanceOf(AuthResult.Rejected.class);
        link(wary, "wary");
        link(trusted, "trusted");
        assertThat(token(wary)).isInstanceOf(AuthResult.Accepted.class);
        assertThat(kit.login.logins().token("bob", wary.accessToken(), HERE))
                .isInstanceOf(AuthResult.Rejected.class);
        kit.totp();
        assertThat(token(wary)).isInstanceOf(AuthResult.Rejected.class);
        assertThat(token(trusted)).isInstanceOf(AuthResult.Accepted.class);
        kit.directory.suspend(kit.anna);
        assertThat(token(trusted)).isInstanceOf(AuthResult.Rejected.class);
        for (String rubbish : List.of("x", "a.b.c", "")) {
            assertThat(kit.login.logins().token("anna", rubbish, HERE))
                    .isInstanceOf(AuthResult.Rejected.class);
        }
    }

    private AuthResult token(TestIssuer issuer) {
        return kit.login.logins().token("anna", issuer.accessToken(), HERE);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/inbox?x=1#m5, /inbox?x=1#m5",
        "/a/b/c, /a/b/c",
        "/a//b, /a//b",
        "//evil.test, /",
        "/\\evil.test, /",
        "https://evil.test, /",
        "inbox, /",
        "'', /",
        "'/a b', /",
        "'/a\\b', /",
        "javascript:alert(1), /",
    })
    void theyGoBackToPlacesOfOursOnly(String wanted, String place) {
        assertThat(ReturnPath.safe(wanted)).isEqualTo(place);
        assertThat(ReturnPath.safe(wanted + "\r\nSet-Cookie: x")).isEqualTo("/");
        assertThat(ReturnPath.safe(wanted + "x".repeat(1000))).isEqualTo("/");
    }
}
