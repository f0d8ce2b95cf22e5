package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a client can make grow is bounded, and what it gets wrong is said without a stack. */
@Timeout(60)
class RequestLimitsTest {
    private static ApiServer server;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        admin = server.token(Scope.PEOPLE_WRITE, Scope.MESSAGES_SEND);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'address': }",
                "{'address': 'a@care.example'} {}",
                "{'address': 'a@care.example', 'address': 'b@care.example'}",
                "\u0000"
            })
    void whatIsNoJsonIsSaidToBeNone(String body) {
        Said said = admin.post("/api/v1/people", body).no(400, "bad-request");
        assertThat(said.text()).doesNotContain("jackson").doesNotContain("at org.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "'a@care.example'",
                "{}",
                "{'address': 7}",
                "{'address': null}",
                "{'address': 'a@care.example', 'admin': true}",
                "{'address': 'a@care.example', 'id': '1'}",
                "{'address': 'a@care.example', 'roles': 'patient'}",
                "{'address': 'a@care.example', 'roles': ['a', 'a']}",
                "{'address': 'a@care.example', 'roles': ['a b']}",
                "{'address': 'a@care.example', 'displayName': 'a\\nb'}",
                "{'address': 'a\\r\\nb@care.example'}",
                "{'address': 'a@care.example', 'attributes': {'x': 'y'}}"
            })
    void whatIsNotAsDocumentedIsPointedAt(String body) {
        Said said = admin.post("/api/v1/people", body).no(422, "invalid");
        assertThat(said.json().at("/faults")).isNotEmpty();
    }

    @Test
    void bodiesTextsListsAndDepthAreBounded() {
        String person = "{'address': 'a@care.example', ";
        admin.post("/api/v1/people", person + "'displayName': '" + "x".repeat(201) + "'}")
                .no(422, "invalid");
        String roles =
                IntStream.range(0, 65)
                        .mapToObj(i -> "'r" + i + "'")
                        .collect(Collectors.joining(","));
        admin.post("/api/v1/people", person + "'roles': [" + roles + "]}").no(422, "invalid");
        admin.post("/api/v1/people", person + "'displayName': '" + "x".repeat(70_000) + "'}")
                .no(413, "too-large");
        admin.post("/api/v1/people", "[".repeat(5_000)).no(400, "bad-request");
        admin.post("/api/v1/people", person + "'x': 1" + "0".repeat(3_000) + "}")
                .no(400, "bad-request");
    }

    @Test
    void faultsAreCountedTo() {
        String fields =
                IntStream.range(0, 500)
                        .mapToObj(i -> "'f" + i + "': 1")
                        .collect(Collectors.joining(","));
        Said said = admin.post("/api/v1/people", "{" + fields + "}").no(422, "invalid");
        assertThat(said.json().at("/faults").size()).isLessThan(30);
    }

    @Test
    void otherMediaTypesAreNotRead() {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
            admin.with("Content-Type", type)
                    .post("/api/v1/people", "{'address': 'a@care.example'}")
                    .no(415, "unsupported-media-type");
        }
        admin.with("Content-Type", "application/json; charset=utf-8")
                .post("/api/v1/people", "{'address': 'typed@care.example'}")
                .is(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?limit=1&limit=2",
                "?after=-1",
                "?after=!",
                "?after=zzzzzzzzzzzzzzzzzzzz",
                "?limt=5"
            })
    void parametersAreChecked(String query) {
        Said said = admin.get("/api/v1/people" + query).no(400, "bad-request");
        assertThat(said.json().at("/faults")).hasSize(1);
    }

    @Test
    void manyRecipientsAreTooMany() {
        String to =
                IntStream.range(0, 101)
                        .mapToObj(i -> "to=a" + i + "@care.example")
                        .collect(Collectors.joining("&"));
        admin.get("/api/v1/may?" + to).no(400, "bad-request");
        admin.get("/api/v1/may").no(400, "bad-request");
        admin.get("/api/v1/may?to=nobody").no(400, "bad-request");
        admin.get("/api/v1/may?to=a@care.example&kind=rumour").no(400, "bad-request");
    }

    @Test
    void pathsLeadWhereTheyAreWritten() {
        admin.get("/api/v1/nowhere").is(404);
        admin.get("/api/v1/people/").is(404);
        admin.get("/api/v1/People").is(404);
        assertThat(admin.put("/api/v1/people", "{}").no(405, "method-not-allowed").header("Allow"))
                .contains("GET", "POST");
        admin.send("HEAD", "/api/v1/people", null).is(200);
    }
}
