package org.mailroom.webmail.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mailroom.webmail.scim.ScimServer.Said;

import java.util.List;

/** RFC 7644 §3.7. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkTest {
    private static final String OWN = "urn:mailroom:scim:schemas:extension:2.0:User";
    private ScimServer scim;

    @BeforeAll
    void start() {
        scim = new ScimServer();
    }

    @AfterAll
    void stop() {
        scim.close();
    }

    private static String post(String path, String bulkId, String data) {
        return "{'method':'POST','path':'/"
                + path
                + "','bulkId':'"
                + bulkId
                + "','data':"
                + data
                + "}";
    }

    private Said bulk(int failOnErrors, String... operations) {
        return scim.post(
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],"
                        + (failOnErrors > 0 ? "'failOnErrors':" + failOnErrors + "," : "")
                        + "'Operations':["
                        + String.join(",", operations)
                        + "]}");
    }

    private static List<String> statuses(Said said) {
        return said.body()
                .path("Operations")
                .valueStream()
                .map(o -> o.path("bulkId").asText() + o.path("status").asText())
                .toList();
    }

    private static String user(String name, String more) {
        return ScimServer.userBody(name, more);
    }

    @Test
    void speaksOfWhatItMakes() {
        Said said =
                bulk(
                        0,
                        post(
                                "Groups",
                                "g",
                                ScimServer.groupBody(
                                        "Bulk",
                                        ",'members':[{'value':'bulkId:a'},{'value':'bulkId:b'}]")),
                        post(
                                "Users",
                                "b",
                                user(
                                        "student",
                                        ",'"
                                                + OWN
                                                + "':{'relations':[{'kind':'mentor','value':'bulkId:a'}]}")),
                        post("Users", "a", user("mentor", "")),
                        "{'method':'PATCH','path':'/Users/bulkId:a','data':"
                                + ScimServer.patchBody("{'op':'add','path':'title','value':'M'}")
                                + "}",
                        post("Users", "c", user("third", "")));
        assertThat(said.status()).isEqualTo(200);
        assertThat(statuses(said)).containsExactly("g201", "b201", "a201", "200", "c201");
        JsonNode made =
                said.body()
                        .path("Operations")
                        .valueStream()
                        .filter(o -> o.path("bulkId").asText().equals("a"))
                        .findFirst()
                        .orElseThrow();
        String mentor = made.path("location").asText().replaceAll(".*/", "");
        JsonNode many = said.body().path("Operations").get(4);
        String third = many.path("location").asText().replaceAll(".*/", "");
        assertThat(scim.get("/Users/" + third).header("ETag"))
                .isEqualTo(many.path("version").asText());
        assertThat(made.path("version").asText()).startsWith("W/");
        assertThat(scim.get("/Users/" + mentor).body().path("title").asText()).isEqualTo("M");
        assertThat(
                        scim.find("Groups", "displayName eq \"Bulk\"")
                                .body()
                                .path("Resources")
                                .get(0)
                                .path("members"))
                .hasSize(2);
        assertThat(
                        scim.find("Users", OWN + ":relations[value eq \"" + mentor + "\"]")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void groupsInACircleOfReferences() {
        // each is the other's member: one of the two is refused, nothing hangs
        Said said =
                bulk(
                        0,
                        post(
                                "Groups",
                                "x",
                                ScimServer.groupBody(
                                        "Circle X", ",'members':[{'value':'bulkId:y'}]")),
                        post(
                                "Groups",
                                "y",
                                ScimServer.groupBody(
                                        "Circle Y", ",'members':[{'value':'bulkId:x'}]")));
        assertThat(statuses(said)).contains("x201", "y201").hasSize(3);
        assertThat(statuses(said)).contains("400");
    }

    @Test
    void oneFailsAndTheOthersAreDone() {
        Said said =
                bulk(
                        0,
                        post("Users", "1", user("first", "")),
                        post("Users", "2", user("first", "")),
                        post("Users", "3", user("second", "")),
                        post(
                                "Groups",
                                "4",
                                ScimServer.groupBody("G", ",'members':[{'value':'bulkId:2'}]")),
                        "{'method':'DELETE','path':'/Users/99999'}",
                        "{'method':'GET','path':'/Users/1'}",
                        post("Things", "5", "{}"));
        assertThat(statuses(said))
                .containsExactly("1201", "2409", "3201", "4409", "404", "405", "5404");
        JsonNode conflict = said.body().path("Operations").get(1).path("response");
        assertThat(conflict.path("scimType").asText()).isEqualTo("uniqueness");
    }

    @Test
    void stopsAfterSoManyErrors() {
        Said said =
                bulk(
                        1,
                        post("Users", "1", user("stop-one", "")),
                        post("Users", "2", user("stop-one", "")),
                        post("Users", "3", user("stop-two", "")));
        assertThat(statuses(said)).containsExactly("1201", "2409");
        assertThat(
                        scim.find("Users", "userName eq \"stop-two@example.org\"")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isZero();
    }

    @Test
    void replaceAndDelete() {
        String id = scim.user("bulky");
        String tag = scim.get("/Users/" + id).header("ETag").replace("\"", "\\'");
        Said said =
                bulk(
                        0,
                        "{'method':'PUT','path':'/Users/"
                                + id
                                + "','version':'W/\\'x\\'','data':"
                                + user("bulky", ",'title':'A'")
                                + "}",
                        "{'method':'PUT','path':'/Users/"
                                + id
                                + "','version':'"
                                + tag
                                + "','data':"
                                + user("bulky", ",'title':'B'")
                                + "}",
                        "{'method':'DELETE','path':'/Users/" + id + "'}");
        assertThat(statuses(said)).containsExactly("412", "200", "204");
    }

    @Test
    void isBounded() {
        assertThat(bulk(0).status()).isEqualTo(400);
        assertThat(scim.post("/Bulk", "{'Operations':[]}").status()).isEqualTo(400);
        Said twice =
                bulk(0, post("Users", "d", user("d1", "")), post("Users", "d", user("d2", "")));
        assertThat(twice.status()).isEqualTo(400);
        String[] many = new String[2_001];
        java.util.Arrays.fill(many, "{}");
        assertThat(bulk(0, many).status()).isEqualTo(413);
    }
}
