package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Route;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nothing is open that does not say so. */
@Timeout(60)
class AccessTest {
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Said call(Caller caller, Route route) {
        String path = route.path().replaceAll("\\{[a-z]+}", "1");
        return caller.send(route.method().name(), path, route.mostBody() > 0 ? "{}" : null);
    }

    private static List<Route> guarded() {
        return server.router.routes().stream()
                .filter(r -> r.access() instanceof Access.Scoped)
                .toList();
    }

    @Test
    void everyRouteAsksWhoCalls() {
        assertThat(guarded()).hasSizeGreaterThan(30);
        for (Route route : guarded()) {
            Said said = call(server.nobody(), route).no(401, "unauthenticated");
            assertThat(said.header("WWW-Authenticate")).startsWith("Bearer");
            call(server.nobody().with("Authorization", "Bearer mrt_wrong"), route)
                    .no(401, "unauthenticated");
            call(server.nobody().with("Authorization", "Basic YTpi"), route)
                    .no(401, "unauthenticated");
            call(server.nobody().with("Cookie", "mailroom=wrong"), route)
                    .no(401, "unauthenticated");
        }
    }

    @Test
    void everyRouteWantsItsScope() {
        Person eve = server.person("eve");
        for (Route route : guarded()) {
            Set<Scope> others = EnumSet.allOf(Scope.class);
            others.removeAll(((Access.Scoped) route.access()).anyOf());
            Scope[] wrong = others.toArray(Scope[]::new);
            Said said = call(server.token(wrong), route).no(403, "insufficient-scope");
            assertThat(said.header("WWW-Authenticate")).contains("insufficient_scope");
            call(server.session(eve, wrong), route).no(403, "insufficient-scope");
        }
    }

    @Test
    void onlyWhatHasToBeIsOpen() {
        assertThat(
                        server.router.routes().stream()
                                .filter(r -> r.access() instanceof Access.Open)
                                .map(Route::path))
                .containsExactlyInAnyOrder(
                        "/api/v1/openapi.yaml",
                        "/api/v1/session",
                        "/api/v1/session",
                        "/api/v1/session/totp",
                        "/api/v1/session/recovery-code",
                        "/api/v1/session/passkey-challenge",
                        "/api/v1/session/passkey",
                        "/login/oidc/{provider}",
                        "/login/oidc/{provider}/callback");
    }

    @Test
    void aTokenEndsWhenItExpiresIsRevokedOrItsServiceSleeps() {
        Person service =
                server.organisation
                        .people()
                        .create(
                                new NewPerson(
                                        Account.Kind.SERVICE, "mortal@care.example", "", Set.of()),
                                ApiServer.ADMIN);
        var tokens = server.organisation.tokens();
        String brief =
                tokens.issue(
                        service.id(),
                        "brief",
                        Set.of(Scope.PEOPLE_READ),
                        Optional.of(server.clock.instant().plusSeconds(60)),
                        ApiServer.ADMIN);
        String revoked = server.token(service.id(), Scope.PEOPLE_READ);
        String sleeping = server.token(service.id(), Scope.PEOPLE_READ);
        for (String token : List.of(brief, revoked, sleeping)) {
            bearer(token).get("/api/v1/people").is(200);
        }
        server.pass(Duration.ofSeconds(60));
        bearer(brief).get("/api/v1/people").no(401, "unauthenticated");
        tokens.revoke(service.id(), tokens.list(service.id()).get(1).id(), ApiServer.ADMIN);
        bearer(revoked).get("/api/v1/people").no(401, "unauthenticated");
        server.organisation
                .people()
                .update(service.withState(Account.State.SUSPENDED), ApiServer.ADMIN);
        bearer(sleeping).get("/api/v1/people").no(401, "unauthenticated");
    }

    private static Caller bearer(String token) {
        return server.nobody().with("Authorization", "Bearer " + token);
    }

    @Test
    void aBrowserProvesThatItsPageIsOurs() {
        Person ann = server.person("ann");
        Person bob = server.person("bob");
        Caller session = server.session(ann, Scope.SELF);
        String path = "/api/v1/me/blocks/" + bob.address();
        String cookie = "mailroom=" + sessionOf(session);
        Caller bare = server.nobody().with("Cookie", cookie);
        bare.get("/api/v1/me").is(200);
        bare.put(path, "{}").no(403, "csrf");
        bare.with("X-CSRF-Token", "wrong").put(path, "{}").no(403, "csrf");
        session.with("Origin", "https://elsewhere.example").put(path, "{}").no(403, "csrf");
        session.with("Sec-Fetch-Site", "cross-site").put(path, "{}").no(403, "csrf");
        session.with("Sec-Fetch-Site", "same-site").put(path, "{}").no(403, "csrf");
        session.with("Sec-Fetch-Site", "same-origin").put(path, "{}").is(200);
    }

    private static String sessionOf(Caller session) {
        return session.get("/api/v1/me")
                .response()
                .request()
                .headers()
                .firstValue("Cookie")
                .orElseThrow()
                .replace("mailroom=", "");
    }

    @Test
    void aTokenThatIsSentDecidesWhateverTheCookieSays() {
        Caller session = server.session(server.person("carl"), Scope.SELF);
        session.with("Authorization", "Bearer mrt_wrong")
                .get("/api/v1/me")
                .no(401, "unauthenticated");
    }

    @Test
    void noOtherOriginIsToldAnything() {
        Said said =
                server.token(Scope.PEOPLE_READ)
                        .with("Origin", "https://elsewhere.example")
                        .get("/api/v1/people");
        assertThat(said.response().headers().map().keySet())
                .noneMatch(name -> name.startsWith("access-control"));
        server.nobody()
                .with("Origin", "https://elsewhere.example")
                .send("OPTIONS", "/api/v1/people", null)
                .no(405, "method-not-allowed");
        assertThat(said.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(said.header("Cache-Control")).isEqualTo("no-store");
        assertThat(said.header("Content-Security-Policy")).startsWith("default-src 'none'");
    }
}
