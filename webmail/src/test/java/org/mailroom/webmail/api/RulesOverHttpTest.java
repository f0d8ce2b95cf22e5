package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of a shipped policy as HTTP shows them. */
@Timeout(60)
class RulesOverHttpTest {
    private static final String SEND = "/api/v1/messages";
    private static ApiServer server;
    private static Caller platform;
    private static Caller pats;

    @BeforeAll
    static void start() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mailroom"))) {
            root = root.getParent();
        }
        server =
                new ApiServer(
                        TestStore.create(),
                        RuleBook.of(root.resolve("conf/policies/healing-space.yaml")));
        platform = server.token(Scope.PEOPLE_WRITE, Scope.POLICY_READ, Scope.POLICY_WRITE);
        Person pat = server.person("pat", "patient");
        server.person("doc", "clinician");
        server.person("other", "clinician");
        pats = server.session(pat, Scope.MESSAGES_SEND, Scope.SELF);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String to(String name) {
        return "{'to': ['" + name + "@care.example'], 'subject': 's', 'text': 'x'}";
    }

    @Test
    void aPatientReachesTheAssignedClinicianWhileItLasts() {
        Said relation =
                platform.post(
                                "/api/v1/relations",
                                "{'from': 'doc@care.example', 'to': 'pat@care.example',"
                                        + " 'kind': 'assigned'}")
                        .is(201);
        assertThat(pats.get("/api/v1/may?to=doc@care.example").is(200).at("/items/0/verdict"))
                .isEqualTo("accept");
        pats.post(SEND, to("doc")).is(201);
        server.pass(java.time.Duration.ofSeconds(1));
        platform.delete(relation.header("Location")).is(204);
        server.pass(java.time.Duration.ofSeconds(1));
        assertThat(pats.get("/api/v1/may?to=doc@care.example").is(200).at("/items/0/verdict"))
                .isEqualTo("refuse");
        pats.post(SEND, to("doc")).no(403, "not-permitted");
    }

    @Test
    void strangersAndNobodyLookAlike() {
        Said may = pats.get("/api/v1/may?to=other@care.example&to=nobody@care.example").is(200);
        assertThat(may.at("/items/0/code")).isEqualTo("not-permitted");
        assertThat(may.at("/items/1/code")).isEqualTo("not-permitted");
        assertThat(may.at("/items/1/detail")).isEqualTo(may.at("/items/0/detail"));
        Said other = pats.post(SEND, to("other")).no(403, "not-permitted");
        Said nobody = pats.post(SEND, to("nobody")).no(403, "not-permitted");
        assertThat(nobody.text()).isEqualTo(other.text().replace("other@", "nobody@"));
        server.person("stranger", "patient");
        Said block = pats.put("/api/v1/me/blocks/stranger@care.example", "{}").no(404, "not-found");
        Said none = pats.put("/api/v1/me/blocks/nobody@care.example", "{}").no(404, "not-found");
        assertThat(none.text()).isEqualTo(block.text());
    }

    @Test
    void whoRunsThePlatformIsToldWhy() {
        Said why =
                platform.get(
                                "/api/v1/policy/explain?from=pat@care.example"
                                        + "&to=other@care.example")
                        .is(200);
        assertThat(why.at("/verdict")).isEqualTo("refuse");
        assertThat(why.at("/policy")).isEqualTo("healing-space");
        assertThat(why.json().at("/grounds")).isNotEmpty();
        Said policy = platform.get("/api/v1/policy").is(200);
        assertThat(policy.json().at("/roles").has("patient")).isTrue();
        assertThat(platform.post("/api/v1/policy/reload", null).is(200).at("/policy"))
                .isEqualTo("healing-space");
        platform.get("/api/v1/policy/explain?from=pat@care.example").no(400, "bad-request");
    }
}
