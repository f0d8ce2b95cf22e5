package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.login.oidc.OidcSettings.Link;
import org.mailroom.messaging.login.oidc.OidcSettings.SecondFactor;
import org.mailroom.messaging.login.oidc.TestIssuer;
import org.mailroom.messaging.login.passkey.SoftwareAuthenticator;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Logging in and changing how, over HTTP and held to the contract. */
@Timeout(60)
class LoginApiTest {
    private TestIssuer issuer;
    private ApiServer server;
    private Person anna;
    private final Browser browser = new Browser();

    @BeforeEach
    void start() throws Exception {
        issuer = new TestIssuer();
        server =
                new ApiServer(
                        TestStore.create(),
                        issuer.settings("there", Link.BY_SUBJECT, SecondFactor.HERE));
        anna = server.person("anna");
        server.directory.setPassword(anna.id(), "anna's password");
    }

    @AfterEach
    void stop() {
        server.close();
        issuer.close();
    }

    /** Keeps cookies, and the token that goes with them. */
    private final class Browser {
        private final Map<String, String> cookies = new HashMap<>();
        private String csrf = "";

        Caller caller() {
            Caller caller = server.nobody().with("User-Agent", "Firefox");
            if (!cookies.isEmpty()) {
                String all =
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; "));
                caller = caller.with("Cookie", all);
            }
            return csrf.isEmpty() ? caller : caller.with("X-CSRF-Token", csrf);
        }

        Said post(String path, String body) {
            return kept(caller().post(path, body));
        }

        Said put(String path, String body) {
            return kept(caller().put(path, body));
        }

        Said get(String path) {
            return kept(caller().get(path));
        }

        Said delete(String path) {
            return kept(caller().delete(path));
        }

        private Said kept(Said said) {
            for (String cookie : said.response().headers().allValues("Set-Cookie")) {
                assertThat(cookie).contains("; HttpOnly; SameSite=Lax", "; Path=/");
                String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
                if (pair[1].isEmpty()) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
            if (said.text().contains("\"csrf\"")) {
                csrf = said.at("/session/csrf");
            }
            return said;
        }

        Said logIn() {
            return post(
                    "/api/v1/session",
                    "{'user':'anna@care.example','password':'anna\\u0027s password'}");
        }
    }

    private static String code(String secret, Instant now) throws Exception {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
            bits.append(Integer.toBinaryString(32 + value).substring(1));
        }
        ByteBuffer key = ByteBuffer.allocate(bits.length() / 8);
        for (int i = 0; i + 8 <= bits.length(); i += 8) {
            key.put((byte) Integer.parseInt(bits.substring(i, i + 8), 2));
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
        byte[] hash =
                mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
        int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7FFF_FFFF;
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }

    @Test
    void logsInAndOut() {
        assertThat(browser.get("/api/v1/session").is(200).json().has("session")).isFalse();
        assertThat(browser.logIn().is(200).at("/session/proofs/0")).isEqualTo("password");
        browser.get("/api/v1/me").is(200);
        assertThat(browser.get("/api/v1/me/sessions").is(200).at("/items/0/agent"))
                .isEqualTo("Firefox");
        String cookie = browser.cookies.get("mailroom");
        browser.delete("/api/v1/session").is(204);
        assertThat(browser.cookies).isEmpty();
        server.nobody().with("Cookie", "mailroom=" + cookie).get("/api/v1/me").is(401);
    }

    @Test
    void refusesAlikeWhoeverItIs() {
        String[] texts = new String[2];
        String[] users = {"anna@care.example", "nobody@care.example"};
        for (int i = 0; i < 2; i++) {
            texts[i] =
                    server.nobody()
                            .post(
                                    "/api/v1/session",
                                    "{'user':'" + users[i] + "','password':'wrong password'}")
                            .no(401, "login-failed")
                            .text();
        }
        assertThat(texts[0]).isEqualTo(texts[1]);
    }

    /** No other site's page can log somebody in, out, or change anything. */
    @Test
    void otherSitesCanDoNothing() {
        browser.logIn();
        browser.caller()
                .with("Sec-Fetch-Site", "cross-site")
                .post("/api/v1/me/totp", "{}")
                .no(403, "csrf");
        browser.csrf = "";
        browser.caller().delete("/api/v1/session").no(403, "csrf");
        browser.csrf = "wrong";
        browser.caller().delete("/api/v1/session").no(403, "csrf");
        server.nobody()
                .with("Origin", "https://evil.test")
                .post("/api/v1/session", "{'user':'a','password':'b'}")
                .no(403, "csrf");
        server.nobody()
                .with("Content-Type", "text/plain")
                .post("/api/v1/session", "{'user':'a','password':'b'}")
                .is(415);
    }

    @Test
    void aNewLogInTakesThePlaceOfTheOld() {
        browser.logIn();
        String old = browser.cookies.get("mailroom");
        browser.logIn().is(200);
        assertThat(browser.cookies.get("mailroom")).isNotEqualTo(old);
        server.nobody().with("Cookie", "mailroom=" + old).get("/api/v1/me").is(401);
        assertThat(browser.get("/api/v1/me/sessions").json().at("/items")).hasSize(1);
    }

    @Test
    void changingHowOneLogsInNeedsAFreshLogIn() {
        browser.logIn();
        server.pass(Duration.ofMinutes(11));
        for (String path : new String[] {"totp", "app-passwords", "passkeys/challenge"}) {
            browser.caller()
                    .post("/api/v1/me/" + path, path.startsWith("app") ? "{'name':'x'}" : null)
                    .no(403, "fresh-login-needed");
        }
        browser.put("/api/v1/me/password", "{'password':'another password'}")
                .no(403, "fresh-login-needed");
        browser.get("/api/v1/me/passkeys").is(200);
        browser.logIn();
        browser.post("/api/v1/me/app-passwords", "{'name':'x'}").is(201);
    }

    /** Services have no such things of their own. */
    @Test
    void tokensChangeNothingHere() {
        Caller token = server.token(Scope.SELF);
        token.get("/api/v1/me/sessions").no(403, "session-needed");
        token.post("/api/v1/me/app-passwords", "{'name':'x'}").no(403, "session-needed");
    }

    @Test
    void setsUpAProgramAndAsksForIt() throws Exception {
        browser.logIn();
        Browser elsewhere = new Browser();
        elsewhere.logIn();
        String secret = browser.post("/api/v1/me/totp", null).is(201).at("/secret");
        browser.post("/api/v1/me/totp/confirm", "{'code':'1'}").no(403, "not-permitted");
        String recovery =
                browser.post(
                                "/api/v1/me/totp/confirm",
                                "{'code':'" + code(secret, server.clock.instant()) + "'}")
                        .is(200)
                        .at("/codes/0");
        browser.get("/api/v1/me").is(200);
        elsewhere.get("/api/v1/me").is(401);
        assertThat(browser.get("/api/v1/me/totp").at("/recoveryCodes")).isEqualTo("10");
        Browser other = new Browser();
        assertThat(other.logIn().is(200).json().at("/factors").toString())
                .isEqualTo("[\"recovery-code\",\"totp\"]");
        assertThat(other.cookies).containsOnlyKeys("mailroom-step");
        other.get("/api/v1/me").is(401);
        server.pass(Duration.ofSeconds(60));
        other.post("/api/v1/session/totp", "{'code':'000000'}").no(401, "login-failed");
        String code = code(secret, server.clock.instant());
        other.post("/api/v1/session/totp", "{'code':'" + code + "'}").is(200);
        other.get("/api/v1/me").is(200);
        Browser third = new Browser();
        third.logIn();
        third.post("/api/v1/session/recovery-code", "{'code':'" + recovery + "'}").is(200);
        third.post("/api/v1/me/recovery-codes", null).is(200);
        third.delete("/api/v1/me/totp").is(204);
        assertThat(new Browser().logIn().json().has("session")).isTrue();
    }

    @Test
    void makesPasskeysAndLogsInWithThem() throws Exception {
        browser.logIn();
        var device = new SoftwareAuthenticator("http://localhost", "localhost");
        String options =
                browser.post("/api/v1/me/passkeys/challenge", null)
                        .is(200)
                        .json()
                        .at("/options")
                        .toString();
        String made = "{'name':'phone','answer':" + device.create(options) + "}";
        assertThat(browser.post("/api/v1/me/passkeys", made).is(201).json().at("/codes"))
                .hasSize(10);
        String id = browser.get("/api/v1/me/passkeys").is(200).at("/items/0/id");
        browser.caller()
                .with("Content-Type", "application/merge-patch+json")
                .patch("/api/v1/me/passkeys/" + id, "{'name':'old phone'}")
                .is(204);
        Browser other = new Browser();
        String request =
                other.post("/api/v1/session/passkey-challenge", null)
                        .is(200)
                        .json()
                        .at("/options")
                        .toString();
        String answer = "{'answer':" + device.get(request) + "}";
        assertThat(other.post("/api/v1/session/passkey", answer).is(200).at("/session/proofs/0"))
                .isEqualTo("passkey");
        new Browser().post("/api/v1/session/passkey", answer).no(401, "login-failed");
        assertThat(new Browser().logIn().at("/factors/0")).isEqualTo("passkey");
        browser.delete("/api/v1/me/passkeys/" + id).is(204);
        browser.delete("/api/v1/me/passkeys/" + id).no(404, "not-found");
    }

    @Test
    void appPasswordsComeAndGo() {
        browser.logIn();
        assertThat(browser.post("/api/v1/me/app-passwords", "{'name':'my phone'}").at("/password"))
                .hasSize(24);
        browser.post("/api/v1/me/app-passwords", "{'name':'my phone'}").no(409, "already-exists");
        assertThat(browser.get("/api/v1/me/app-passwords").is(200).at("/items/0/name"))
                .isEqualTo("my phone");
        browser.delete("/api/v1/me/app-passwords/my%20phone").is(204);
        browser.delete("/api/v1/me/app-passwords/my%20phone").no(404, "not-found");
    }

    @Test
    void aNewPasswordEndsAllSessionsButThisBrowsers() {
        Browser elsewhere = new Browser();
        elsewhere.logIn();
        browser.logIn();
        browser.put("/api/v1/me/password", "{'password':'short'}").no(403, "not-permitted");
        browser.put("/api/v1/me/password", "{'password':'a longer password'}").is(204);
        elsewhere.get("/api/v1/me").is(401);
        browser.get("/api/v1/me").is(200);
        new Browser().logIn().no(401, "login-failed");
    }

    @Test
    void endsSessions() {
        Browser elsewhere = new Browser();
        elsewhere.logIn();
        browser.logIn();
        String id = elsewhere.get("/api/v1/session").at("/session/id");
        browser.delete("/api/v1/me/sessions/" + id).is(204);
        browser.delete("/api/v1/me/sessions/" + id).no(404, "not-found");
        elsewhere.get("/api/v1/me").is(401);
        elsewhere.logIn();
        browser.delete("/api/v1/me/sessions").is(204);
        elsewhere.get("/api/v1/me").is(401);
        browser.get("/api/v1/me").is(200);
    }

    @Test
    void logsInAtAProviderAndComesBackToWhereTheyWereGoing() throws Exception {
        browser.logIn();
        Said link = browser.post("/api/v1/me/identities", "{'provider':'there'}").is(200);
        assertThat(visit(browser, link.at("/where"))).isEqualTo("/");
        String id = browser.get("/api/v1/me/identities").is(200).at("/items/0/id");
        Browser other = new Browser();
        String start = other.get("/api/v1/session").at("/providers/0/start");
        String where = other.get(start + "?return=/inbox%3Fm%3D5").is(303).header("Location");
        assertThat(visit(other, where)).isEqualTo("/inbox?m=5");
        other.get("/api/v1/me").is(200);
        assertThat(other.cookies).containsOnlyKeys("mailroom");
        browser.delete("/api/v1/me/identities/" + id).is(204);
        Browser third = new Browser();
        where = third.get(start + "?return=//evil.test").is(303).header("Location");
        assertThat(visit(third, where)).isEqualTo("/?login=not-linked");
        third.get("/login/oidc/nowhere").is(404);
        third.get("/login/oidc/there/callback?code=x&state=y&other=z").is(303);
        assertThat(third.cookies).isEmpty();
    }

    /** To the provider, and back to us: where we send the browser then. */
    private String visit(Browser who, String where) throws Exception {
        URI back = issuer.visit(URI.create(where));
        return who.get(back.getRawPath() + "?" + back.getRawQuery()).is(303).header("Location");
    }

    @Test
    void theSuspendedAreOut() {
        browser.logIn();
        server.directory.suspend(anna.id());
        browser.get("/api/v1/me").is(401);
        server.directory.resume(anna.id());
        browser.get("/api/v1/me").is(401);
    }
}
