package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

@Timeout(60)
class ServicesResourceTest {
    private static ApiServer server;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        admin = server.token(Scope.SERVICES_WRITE, Scope.PEOPLE_READ);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTokenIsShownOnceWorksAndIsRevoked() {
        Said service =
                admin.post("/api/v1/services", "{'address': 'reminders@care.example'}").is(201);
        String tokens = service.header("Location") + "/tokens";
        Said made = admin.post(tokens, "{'name': 'cron', 'scopes': ['people:read']}").is(201);
        String secret = made.at("/token");
        Caller reminders = server.nobody().with("Authorization", "Bearer " + secret);
        reminders.get("/api/v1/people").is(200);
        reminders.get("/api/v1/services").no(403, "insufficient-scope");
        Said listed = admin.get(tokens).is(200);
        assertThat(listed.at("/items/0/name")).isEqualTo("cron");
        assertThat(listed.text()).doesNotContain(secret);
        admin.delete(made.header("Location")).is(204);
        reminders.get("/api/v1/people").no(401, "unauthenticated");
        assertThat(admin.get(tokens).is(200).json().at("/items/0").has("revoked")).isTrue();
    }

    @Test
    void nobodyHandsOutWhatTheyDoNotHave() {
        Said service = admin.post("/api/v1/services", "{'address': 'ai@care.example'}").is(201);
        String tokens = service.header("Location") + "/tokens";
        admin.post(tokens, "{'name': 'more', 'scopes': ['people:read', 'audit:read']}")
                .no(403, "insufficient-scope");
        admin.post(tokens, "{'name': 'what', 'scopes': ['root']}").no(422, "invalid");
        admin.post(tokens, "{'name': 'none', 'scopes': []}").no(422, "invalid");
        assertThat(admin.get(tokens).is(200).json().at("/items")).isEmpty();
    }

    @Test
    void aTokenOfOneServiceIsNotRevokedThroughAnother() {
        Said one = admin.post("/api/v1/services", "{'address': 'one@care.example'}").is(201);
        Said two = admin.post("/api/v1/services", "{'address': 'two@care.example'}").is(201);
        Said made =
                admin.post(
                                one.header("Location") + "/tokens",
                                "{'name': 'x', 'scopes': ['people:read']}")
                        .is(201);
        admin.delete(two.header("Location") + "/tokens/" + made.at("/id")).no(404, "not-found");
        server.nobody()
                .with("Authorization", "Bearer " + made.at("/token"))
                .get("/api/v1/people")
                .is(200);
    }

    @Test
    void aPersonIsNoServiceAndAServiceNoPerson() {
        server.person("ann");
        admin.get("/api/v1/services/ann@care.example").no(404, "not-found");
        admin.post(
                        "/api/v1/services/ann@care.example/tokens",
                        "{'name': 'x', 'scopes': ['people:read']}")
                .no(404, "not-found");
        admin.post("/api/v1/services", "{'address': 'bot@care.example'}").is(201);
        admin.get("/api/v1/people/bot@care.example").no(404, "not-found");
        assertThat(admin.get("/api/v1/services?limit=200").is(200).text())
                .contains("bot@care.example")
                .doesNotContain("ann@care.example");
    }
}
