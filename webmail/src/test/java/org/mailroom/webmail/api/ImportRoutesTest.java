package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportRoutesTest {
    private ApiServer server;
    private Caller admin;

    @BeforeAll
    void start() {
        server = new ApiServer();
        admin = server.token(Scope.PEOPLE_WRITE);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The report, when it is there. */
    private JsonNode report(Said started) {
        assertThat(started.status()).isEqualTo(202);
        while (true) {
            JsonNode now = admin.get(started.header("Location")).json();
            if (!now.path("state").asText().equals("running")) {
                assertThat(now.path("state").asText()).isEqualTo("done");
                return now.path("report");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aFileIsTakenInTheBackground() {
        Caller csv = admin.with("Content-Type", "text/csv");
        String people = "address,name\nann@care.example,Ann\nbob@care.example,Bob\n";
        JsonNode dry = report(csv.post("/api/v1/imports?dryRun=true", people));
        assertThat(dry.path("counts").path("people").path("created").asInt()).isEqualTo(2);
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        JsonNode done = report(csv.post("/api/v1/imports", people));
        assertThat(done.path("good").asBoolean()).isTrue();
        assertThat(done.path("changes").get(0).path("what").asText()).isEqualTo("ann@care.example");
        JsonNode again = report(csv.post("/api/v1/imports?resume=true", people));
        assertThat(again.path("counts").path("people").path("unchanged").asInt()).isEqualTo(2);
        assertThat(admin.get("/api/v1/imports").json().path("items").size()).isGreaterThan(2);
    }

    @Test
    void mistakesHaveTheirPlace() {
        JsonNode report =
                report(admin.post("/api/v1/imports", "{'people':[\n {'address':'x@else.test'}]}"));
        assertThat(report.path("good").asBoolean()).isFalse();
        assertThat(report.path("mistakes").get(0).path("line").asInt()).isEqualTo(2);
        assertThat(report.path("mistakes").get(0).path("column").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsAskedForWrongly() {
        assertThat(admin.post("/api/v1/imports?missing=everything", "{}").status()).isEqualTo(400);
        assertThat(admin.post("/api/v1/imports?mostMissing=101", "{}").status()).isEqualTo(400);
        assertThat(admin.post("/api/v1/imports?dryRun=perhaps", "{}").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/imports/none").status()).isEqualTo(404);
        assertThat(
                        admin.with("Content-Type", "application/zip")
                                .post("/api/v1/imports", "x")
                                .status())
                .isEqualTo(415);
        Caller reader = server.token(Scope.PEOPLE_READ);
        assertThat(reader.post("/api/v1/imports", "{}").status()).isEqualTo(403);
    }
}
