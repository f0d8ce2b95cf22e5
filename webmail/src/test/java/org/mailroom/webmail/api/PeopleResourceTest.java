package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.util.ArrayList;
import java.util.List;

@Timeout(60)
class PeopleResourceTest {
    private static ApiServer server;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        admin = server.token(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPersonIsMadeReadChangedAndRemoved() {
        Said made =
                admin.post(
                                "/api/v1/people",
                                """
                                {'address': 'Ann@care.example', 'aliases': ['a.n@care.example'],
                                 'displayName': 'Ann', 'roles': ['patient'], 'locale': 'de-AT',
                                 'timeZone': 'Europe/Vienna',
                                 'attributes': {'ward': ['3'], 'course': ['a', 'b']},
                                 'preferences': {'digest': 'daily'}}\
                                """)
                        .is(201);
        String path = made.header("Location");
        assertThat(path).isEqualTo("/api/v1/people/" + made.at("/id"));
        assertThat(made.at("/address")).isEqualTo("ann@care.example");
        Said read = admin.get("/api/v1/people/a.n%40care.example").is(200);
        assertThat(read.json()).isEqualTo(made.json());
        Said changed =
                admin.with("If-Match", read.header("ETag"))
                        .patch(
                                path,
                                """
                                {'displayName': 'Ann B', 'timeZone': null,
                                 'attributes': {'ward': null, 'bed': ['2']}}\
                                """)
                        .is(200);
        assertThat(changed.at("/displayName")).isEqualTo("Ann B");
        assertThat(changed.json().has("timeZone")).isFalse();
        assertThat(changed.json().at("/attributes").toString())
                .isEqualTo("{\"bed\":[\"2\"],\"course\":[\"a\",\"b\"]}");
        assertThat(changed.at("/roles/0")).isEqualTo("patient");
        admin.with("If-Match", read.header("ETag")).delete(path).no(412, "changed-meanwhile");
        admin.with("If-Match", changed.header("ETag")).delete(path).is(204);
        admin.get(path).no(404, "not-found");
    }

    @Test
    void aChangeIsMadeToWhatWasRead() {
        Said made = admin.post("/api/v1/people", "{'address': 'bob@care.example'}").is(201);
        String path = made.header("Location");
        String body = "{'displayName': 'B'}";
        admin.patch(path, body).no(428, "precondition-required");
        Caller first = admin.with("If-Match", made.header("ETag"));
        for (String wrong : List.of("\"99\"", "*", "W/\"1\"", "1", "\"\"")) {
            admin.with("If-Match", wrong).patch(path, body).no(412, "changed-meanwhile");
        }
        first.patch(path, body).is(200);
        first.patch(path, body).no(412, "changed-meanwhile");
        Said left =
                admin.with("If-Match", admin.get(path).header("ETag"))
                        .patch(path, "{'state': 'left'}")
                        .is(200);
        assertThat(left.at("/state")).isEqualTo("left");
    }

    @Test
    void addressesAreUniqueAndOurs() {
        server.person("carl");
        admin.post("/api/v1/people", "{'address': 'CARL@care.example'}").no(409, "already-exists");
        admin.post("/api/v1/people", "{'address': 'carl@elsewhere.example'}")
                .no(403, "not-permitted");
        Said bad = admin.post("/api/v1/people", "{'address': 'carl'}").no(422, "invalid");
        assertThat(bad.at("/faults/0/at")).isEqualTo("/address");
        admin.post("/api/v1/people", "{'address': 'd@care.example', 'timeZone': 'Mars/Olympus'}")
                .no(422, "invalid");
        admin.post("/api/v1/people", "{'address': 'd@care.example', 'locale': '!!'}")
                .no(422, "invalid");
    }

    @Test
    void aListIsReadInParts() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(server.person("student" + i, "student").id().toString());
        }
        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Said part = admin.get("/api/v1/people?role=student&limit=3" + after).is(200);
            part.json().at("/items").forEach(p -> read.add(p.at("/id").asText()));
            after = part.json().has("next") ? "&after=" + part.at("/next") : "";
        } while (!after.isEmpty());
        assertThat(read).isEqualTo(made);
        Said all = admin.get("/api/v1/people?limit=200").is(200);
        assertThat(all.text()).doesNotContain("service1@");
    }

    @Test
    void aPasswordIsSetAndNeverShown() {
        server.person("pia");
        String path = "/api/v1/people/pia@care.example/password";
        assertThat(admin.put(path, "{'password': 'correct horse battery'}").is(204).text())
                .isEmpty();
        assertThat(
                        server.directory.hasPassword(
                                server.directory.byLoginName("pia").orElseThrow().id()))
                .isTrue();
        assertThat(admin.put(path, "{'password': 'short'}").no(403, "not-permitted").text())
                .doesNotContain("\"short\"");
    }

    @Test
    void relationsHoldForATime() {
        server.person("doc", "clinician");
        server.person("pat", "patient");
        Said made =
                admin.post(
                                "/api/v1/relations",
                                """
                                {'from': 'doc@care.example', 'to': 'pat@care.example',
                                 'kind': 'assigned'}\
                                """)
                        .is(201);
        assertThat(made.at("/fromAddress")).isEqualTo("doc@care.example");
        assertThat(admin.get(made.header("Location")).is(200).json()).isEqualTo(made.json());
        assertThat(admin.get("/api/v1/people/pat@care.example/relations").is(200).at("/items/0/id"))
                .isEqualTo(made.at("/id"));
        server.pass(java.time.Duration.ofMinutes(1));
        admin.delete(made.header("Location")).is(204);
        assertThat(admin.get(made.header("Location")).is(200).json().has("until")).isTrue();
        admin.get("/api/v1/relations/999999").no(404, "not-found");
        admin.get("/api/v1/relations/x").no(404, "not-found");
        Said nobody =
                admin.post(
                                "/api/v1/relations",
                                "{'from': 'x@care.example', 'to': '1', 'kind': 'k'}")
                        .no(422, "invalid");
        assertThat(nobody.at("/faults/0/at")).isEqualTo("/from");
    }

    @Test
    void readersDoNotWrite() {
        Caller reader = server.token(Scope.PEOPLE_READ);
        reader.get("/api/v1/people").is(200);
        reader.post("/api/v1/people", "{'address': 'x@care.example'}")
                .no(403, "insufficient-scope");
    }
}
