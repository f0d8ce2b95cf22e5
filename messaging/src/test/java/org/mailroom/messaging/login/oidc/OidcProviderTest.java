package org.mailroom.messaging.login.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailroom.messaging.login.oidc.OidcProvider.Begun;
import org.mailroom.messaging.login.oidc.OidcRefused.Why;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

@Timeout(30)
class OidcProviderTest {
    private static final URI BACK = URI.create("https://mail.demo.test/login/oidc/there/callback");

    private TestIssuer issuer;
    private OidcProvider provider;

    @BeforeEach
    void start() throws Exception {
        issuer = new TestIssuer();
        provider = new OidcProvider(issuer.settings(), InstantSource.system());
    }

    @AfterEach
    void stop() {
        provider.close();
        issuer.close();
    }

    private OidcPerson logIn() throws Exception {
        Begun begun = provider.begin(BACK, false);
        return finish(begun, issuer.visit(begun.where()));
    }

    private OidcPerson finish(Begun begun, URI back) throws OidcRefused {
        return provider.finish(begun.attempt(), BACK, TestIssuer.parameters(back));
    }

    private Why refused() {
        return why(this::logIn);
    }

    private static Why why(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return catchThrowableOfType(OidcRefused.class, work).why();
    }

    @Test
    void knowsPeopleByTheirSubject() throws Exception {
        assertThat(logIn())
                .isEqualTo(new OidcPerson(issuer.url(), "subject-of-anna", Optional.empty()));
        issuer.email = Optional.of("anna@demo.test");
        assertThat(logIn().email()).contains("anna@demo.test");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "'false', false", "'true', true", ", false", "1, false"})
    void believesAnAddressOnlyIfVerified(String verified, boolean believed) throws Exception {
        issuer.claims = c -> c.claim("email", "anna@demo.test").claim("email_verified", verified);
        assertThat(logIn().email().isPresent()).isEqualTo(believed);
    }

    static Stream<Arguments> lies() {
        Date past = Date.from(Instant.now().minusSeconds(120));
        Date future = Date.from(Instant.now().plusSeconds(600));
        return Stream.of(
                lie("another issuer", c -> c.issuer("https://evil.test")),
                lie("no issuer", c -> c.issuer(null)),
                lie("another audience", c -> c.audience("other")),
                lie(
                        "two audiences, made for the other",
                        c -> c.audience(List.of("other", TestIssuer.CLIENT)).claim("azp", "other")),
                lie("no audience", c -> c.audience((String) null)),
                lie("expired", c -> c.expirationTime(past)),
                lie("never expires", c -> c.expirationTime(null)),
                lie("from the future", c -> c.issueTime(future)),
                lie("another nonce", c -> c.claim("nonce", "x".repeat(43))),
                lie("no nonce", c -> c.claim("nonce", null)),
                lie("nobody", c -> c.subject(null)));
    }

    private static Arguments lie(String name, Consumer<JWTClaimsSet.Builder> claims) {
        return Arguments.of(name, claims);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void refusesTokensThatSay(String name, Consumer<JWTClaimsSet.Builder> claims) {
        issuer.claims = claims;
        assertThat(refused()).isEqualTo(Why.INVALID);
    }

    static Stream<Arguments> signatures() {
        RSAKey another = TestIssuer.OTHER_KEY;
        return Stream.of(
                signature("alg none", issuer -> c -> new PlainJWT(c).serialize()),
                signature("a key of somebody", issuer -> c -> TestIssuer.signed(another, c, "JWT")),
                signature(
                        "a key of somebody under the provider's name",
                        issuer ->
                                c ->
                                        TestIssuer.signed(
                                                new RSAKey.Builder(another)
                                                        .keyID(issuer.key.getKeyID())
                                                        .build(),
                                                c,
                                                "JWT")),
                signature("our secret", issuer -> c -> mac(TestIssuer.SECRET.repeat(8), c)),
                signature(
                        "the public key as a secret",
                        issuer -> c -> mac(issuer.key.toPublicJWK().toJSONString(), c)),
                signature(
                        "a changed token",
                        issuer ->
                                c ->
                                        TestIssuer.signed(issuer.key, c, "JWT")
                                                .replaceFirst("\\..", ".f")),
                signature("no token", issuer -> c -> "a.b.c"));
    }

    private static Arguments signature(
            String name, Function<TestIssuer, Function<JWTClaimsSet, String>> sign) {
        return Arguments.of(name, sign);
    }

    private static String mac(String secret, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void refusesTokensSignedWith(
            String name, Function<TestIssuer, Function<JWTClaimsSet, String>> sign) {
        issuer.sign = sign.apply(issuer);
        assertThat(refused()).isEqualTo(Why.INVALID);
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        Begun begun = provider.begin(BACK, false);
        URI back = issuer.visit(begun.where());
        finish(begun, back);
        assertThat(why(() -> finish(begun, back))).isEqualTo(Why.INVALID);
    }

    /** Somebody's code, brought by another's browser: state, verifier and nonce are its own. */
    @Test
    void aCodeOfAnotherAttemptIsNoGood() throws Exception {
        Begun mine = provider.begin(BACK, false);
        Begun theirs = provider.begin(BACK, false);
        URI back = issuer.visit(theirs.where());
        assertThat(why(() -> finish(mine, back))).isEqualTo(Why.INVALID);
        Map<String, List<String>> swapped = new HashMap<>(TestIssuer.parameters(back));
        swapped.put("state", List.of(mine.attempt().state()));
        assertThat(why(() -> provider.finish(mine.attempt(), BACK, swapped)))
                .isEqualTo(Why.INVALID);
    }

    /** RFC 9207: another provider's answer, sent to where this one's is awaited. */
    @ParameterizedTest
    @CsvSource({"https://evil.test", "''"})
    void noticesAMixUp(String otherIssuer) throws Exception {
        Begun begun = provider.begin(BACK, false);
        Map<String, List<String>> answer =
                new HashMap<>(TestIssuer.parameters(issuer.visit(begun.where())));
        if (otherIssuer.isEmpty()) {
            answer.remove("iss");
        } else {
            answer.put("iss", List.of(otherIssuer));
        }
        assertThat(why(() -> provider.finish(begun.attempt(), BACK, answer)))
                .isEqualTo(Why.INVALID);
    }

    @Test
    void refusesOddAnswers() throws Exception {
        Begun begun = provider.begin(BACK, false);
        String state = begun.attempt().state();
        List<String> iss = List.of(issuer.url());
        assertThat(why(() -> answer(begun, Map.of()))).isEqualTo(Why.INVALID);
        assertThat(why(() -> answer(begun, Map.of("code", List.of("x"), "iss", iss))))
                .isEqualTo(Why.INVALID);
        assertThat(
                        why(
                                () ->
                                        answer(
                                                begun,
                                                Map.of(
                                                        "code",
                                                        List.of("x", "y"),
                                                        "state",
                                                        List.of(state),
                                                        "iss",
                                                        iss))))
                .isEqualTo(Why.INVALID);
        assertThat(
                        why(
                                () ->
                                        answer(
                                                begun,
                                                Map.of(
                                                        "error",
                                                        List.of("access_denied"),
                                                        "state",
                                                        List.of(state),
                                                        "iss",
                                                        iss))))
                .isEqualTo(Why.DENIED);
        assertThat(
                        why(
                                () ->
                                        answer(
                                                begun,
                                                Map.of(
                                                        "error",
                                                        List.of("access_denied"),
                                                        "state",
                                                        List.of("x"),
                                                        "iss",
                                                        iss))))
                .isEqualTo(Why.INVALID);
    }

    private OidcPerson answer(Begun begun, Map<String, List<String>> parameters)
            throws OidcRefused {
        return provider.finish(begun.attempt(), BACK, parameters);
    }

    @Test
    void sendsThemThereWithPkce() throws Exception {
        Begun begun = provider.begin(BACK, true);
        assertThat(begun.where().getQuery())
                .contains("code_challenge_method=S256", "prompt=login", "max_age=300")
                .doesNotContain(begun.attempt().verifier());
        assertThat(begun.attempt().toString()).doesNotContain(begun.attempt().verifier());
        assertThat(begun.attempt()).isNotEqualTo(provider.begin(BACK, true).attempt());
    }

    @Test
    void seesWhetherTheyProvedThemselvesAgain() throws Exception {
        Begun begun = provider.begin(BACK, true);
        finish(begun, issuer.visit(begun.where()));
        for (Object time : new Object[] {Instant.now().getEpochSecond() - 3600, ""}) {
            issuer.claims = c -> c.claim("auth_time", time.equals("") ? null : time);
            Begun again = provider.begin(BACK, true);
            URI back = issuer.visit(again.where());
            assertThat(why(() -> finish(again, back))).isEqualTo(Why.INVALID);
        }
    }

    @Test
    void followsAChangeOfKeysButIsNotMadeToAskAllTheTime() throws Exception {
        logIn();
        issuer.key = TestIssuer.OTHER_KEY;
        logIn();
        int before = issuer.keyRequests.get();
        for (int i = 0; i < 20; i++) {
            RSAKey named = new RSAKey.Builder(TestIssuer.KEY).keyID("unknown" + i).build();
            String token = TestIssuer.signed(named, new JWTClaimsSet.Builder().build(), "at+jwt");
            assertThatThrownBy(() -> provider.token(token)).isInstanceOf(OidcRefused.class);
        }
        assertThat(issuer.keyRequests.get() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void believesAProviderOnlyByItsOwnName() {
        issuer.discovery = d -> d.put("issuer", "https://evil.test");
        assertThat(refused()).isEqualTo(Why.UNAVAILABLE);
    }

    @Test
    void goesOnWhileTheProviderIsAway() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (OidcProvider there = new OidcProvider(issuer.settings(), now::get)) {
            String token = issuer.accessToken();
            there.token(token);
            issuer.close();
            now.set(now.get().plus(Duration.ofHours(2)));
            assertThat(there.token(token).subject()).isEqualTo("subject-of-anna");
            now.set(now.get().plus(Duration.ofDays(2)));
            assertThat(why(() -> there.token(token))).isEqualTo(Why.UNAVAILABLE);
        }
    }

    @Test
    void takesAccessTokensForMail() throws Exception {
        assertThat(provider.token(issuer.accessToken()).subject()).isEqualTo("subject-of-anna");
        assertThat(provider.token(issuer.accessToken(c -> {}, "JWT")).subject())
                .isEqualTo("subject-of-anna");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAccess")
    void refusesAccessTokens(String name, Consumer<JWTClaimsSet.Builder> change, String type) {
        assertThat(why(() -> provider.token(issuer.accessToken(change, type))))
                .isEqualTo(Why.INVALID);
    }

    static Stream<Arguments> badAccess() {
        Consumer<JWTClaimsSet.Builder> none = c -> {};
        return Stream.of(
                access("an ID token", c -> c.audience(TestIssuer.CLIENT), "JWT"),
                access("another issuer", c -> c.issuer("https://evil.test"), "at+jwt"),
                access("expired", c -> c.expirationTime(Date.from(Instant.EPOCH)), "at+jwt"),
                access("never expires", c -> c.expirationTime(null), "at+jwt"),
                access(
                        "not yet",
                        c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(900))),
                        "at+jwt"),
                access("nobody", c -> c.subject(null), "at+jwt"),
                access("another kind", none, "logout+jwt"));
    }

    private static Arguments access(
            String name, Consumer<JWTClaimsSet.Builder> change, String type) {
        return Arguments.of(name, change, type);
    }

    @Test
    void refusesAccessTokensThatAreNotSigned() {
        String none = new PlainJWT(new JWTClaimsSet.Builder().subject("x").build()).serialize();
        for (String token : List.of(none, "", "x", "a.b.c", "..", "\0")) {
            assertThat(why(() -> provider.token(token))).isEqualTo(Why.INVALID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://idp.test, RS256, mail, true",
        "http://localhost:1, RS256, mail, true",
        "http://idp.test, RS256, mail, false",
        "idp.test, RS256, mail, false",
        "https://idp.test, none, mail, false",
        "https://idp.test, HS256, mail, false",
        "https://idp.test, RS256, us, false",
    })
    void settingsAreSafe(String address, String algorithm, String audience, boolean good) {
        Runnable make =
                () ->
                        new OidcSettings(
                                "a",
                                "",
                                address,
                                "us",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(algorithm),
                                Optional.of(audience));
        if (good) {
            make.run();
        } else {
            assertThatThrownBy(make::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
