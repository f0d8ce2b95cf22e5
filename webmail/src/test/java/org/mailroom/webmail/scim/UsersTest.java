package org.mailroom.webmail.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailroom.webmail.scim.ScimServer.userBody;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.Person;
import org.mailroom.webmail.scim.ScimServer.Said;
import org.mailroom.webmail.scim.schema.Schemas;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersTest {
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

    private Person person(String id) {
        return scim.organisation.people().byId(new AccountId(Long.parseLong(id))).orElseThrow();
    }

    private static void refused(Said said, int status, String scimType) {
        assertThat(said.status()).as("%s", said.body()).isEqualTo(status);
        assertThat(said.header("Content-Type")).startsWith("application/scim+json");
        assertThat(said.body().path("schemas").get(0).asText()).isEqualTo(ScimJson.ERROR);
        assertThat(said.body().path("status").asText()).isEqualTo(Integer.toString(status));
        assertThat(said.body().path("scimType").asText()).isEqualTo(scimType);
        assertThat(said.body().path("detail").asText()).isNotBlank();
    }

    @Test
    void aPersonIsMadeReadAndKept() {
        String manager = scim.user("manager");
        Said made =
                scim.post(
                        "/Users",
                        userBody(
                                "ann",
                                ",'externalId':'E-7','name':{'givenName':'Ann','familyName':'Berg'},"
                                        + "'title':'Nurse','locale':'de_CH','timezone':'Europe/Zurich','roles':[{'value':'Clinician','display':'The"
                                        + " clinician'}],"
                                        + "'emails':[{'value':'ann@example.org','primary':true},"
                                        + "{'value':'A.Berg@example.org','type':'other'},"
                                        + "{'value':'ann@home.test','type':'home'}],'phoneNumbers':[{'value':'555','type':'work'}],'password':'a"
                                        + " good long one',"
                                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':"
                                        + "{'department':'North','manager':{'value':'"
                                        + manager
                                        + "'}},'"
                                        + OWN
                                        + "':{'attributes':[{'name':'Site','value':'x'},"
                                        + "{'name':'site','value':'y'}]}"));
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(scim.uri("/Users/" + made.id()).toString());
        assertThat(made.header("ETag")).startsWith("W/\"");
        assertThat(made.body().toString())
                .doesNotContain("a good long one")
                .doesNotContain("password");
        Person ann = person(made.id());
        assertThat(ann.address()).isEqualTo("ann@example.org");
        assertThat(ann.aliases()).containsExactly("a.berg@example.org");
        assertThat(ann.displayName()).isEqualTo("Ann Berg");
        assertThat(ann.roles()).containsExactly("clinician");
        assertThat(ann.attributes()).containsEntry("site", List.of("x", "y"));
        assertThat(ann.locale().orElseThrow().toLanguageTag()).isEqualTo("de-CH");
        assertThat(scim.directory.hasPassword(ann.id())).isTrue();

        Said read = scim.get("/Users/" + made.id());
        assertThat(read.body()).isEqualTo(made.body());
        JsonNode body = read.body();
        assertThat(body.path("externalId").asText()).isEqualTo("E-7");
        assertThat(body.path("title").asText()).isEqualTo("Nurse");
        assertThat(body.path("roles").get(0).path("display").asText()).isEqualTo("The clinician");
        assertThat(body.path("emails")).hasSize(3);
        assertThat(body.path(Schemas.ENTERPRISE).path("manager").path("value").asText())
                .isEqualTo(manager);
        assertThat(body.path("meta").path("version").asText()).isEqualTo(read.header("ETag"));
        assertThat(body.path("meta").path("resourceType").asText()).isEqualTo("User");
    }

    @Test
    void nobodyGetsInWithoutTheScope() {
        String id = scim.user("guarded");
        refused(scim.send("GET", "/Users", null, ""), 401, "");
        refused(scim.send("GET", "/Users", null, "mrt_" + "x".repeat(43)), 401, "");
        assertThat(scim.send("GET", "/Users/" + id, null, scim.readToken).status()).isEqualTo(200);
        refused(scim.send("DELETE", "/Users/" + id, null, scim.readToken), 403, "");
        refused(scim.send("POST", "/Users", userBody("x", ""), scim.readToken), 403, "");
        refused(scim.send("POST", "/Bulk", "{}", scim.readToken), 403, "");
    }

    @Test
    void oneUserNameAndOneAddressEach() {
        scim.user("once");
        refused(scim.post("/Users", userBody("ONCE", "")), 409, "uniqueness");
        refused(
                scim.post("/Users", userBody("twice", ",'emails':[{'value':'once@example.org'}]")),
                409,
                "uniqueness");
        assertThat(
                        scim.find("Users", "userName eq \"twice@example.org\"")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isZero();
        String named = "{'userName':'CORP\\\\eve','emails':[{'value':'eve@example.org'}]}";
        assertThat(scim.post("/Users", named).status()).isEqualTo(201);
        refused(
                scim.post("/Users", named.replace("eve@", "eva@").replace("eve'", "EVE'")),
                409,
                "uniqueness");
        Said found = scim.find("Users", "userName eq \"corp\\\\EVE\"");
        assertThat(found.body().path("totalResults").asInt()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(scim.post("/Users", "{'userName':"), 400, "invalidSyntax");
        refused(scim.post("/Users", "[]"), 400, "invalidSyntax");
        refused(scim.post("/Users", "{'displayName':'x'}"), 400, "invalidValue");
        refused(scim.post("/Users", "{'userName':'x@elsewhere.test'}"), 400, "invalidValue");
        refused(scim.post("/Users", userBody("z", ",'timezone':'Mars/Base'")), 400, "invalidValue");
        refused(scim.post("/Users", userBody("z", ",'password':'x'")), 400, "invalidValue");
        refused(
                scim.post(
                        "/Users",
                        userBody(
                                "z",
                                ",'"
                                        + OWN
                                        + "':{'relations':[{'kind':'mentor','value':'99999'}]}")),
                400,
                "invalidValue");
        assertThat(scim.find("Users", "userName sw \"z@\"").body().path("totalResults").asInt())
                .isZero();
        refused(scim.get("/Users/99999"), 404, "");
        refused(scim.get("/Users/0x1"), 404, "");
        refused(scim.find("Users", "shoeSize eq 1"), 400, "invalidFilter");
        refused(scim.find("Users", "userName eq"), 400, "invalidFilter");
        refused(scim.get("/Users?sortBy=shoe"), 400, "invalidPath");
        refused(scim.get("/Users?count=many"), 400, "invalidValue");
        refused(
                scim.send("POST", "/Users", "x", scim.token, "Content-Type", "text/plain"),
                415,
                "");
        assertThat(scim.get("/Me").status()).isEqualTo(501);
    }

    @Test
    void replacingKeepsWhatTheClientDoesNotKnow() {
        String mentor = scim.user("keep-mentor");
        String id =
                scim.post(
                                "/Users",
                                userBody(
                                        "keep",
                                        ",'title':'T','roles':['member'],'"
                                                + OWN
                                                + "':{'relations':[{'kind':'mentor','value':'"
                                                + mentor
                                                + "'}]}"))
                        .id();
        Said put = scim.put("/Users/" + id, userBody("keep", ",'displayName':'K','active':true"));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().has("title")).as("cleared").isFalse();
        assertThat(put.body().path("displayName").asText()).isEqualTo("K");
        assertThat(person(id).roles()).containsExactly("member");
        assertThat(put.body().path(OWN).path("relations")).hasSize(1);
    }

    @Test
    void versions() {
        String id = scim.user("versions");
        Said read = scim.get("/Users/" + id);
        String tag = read.header("ETag");
        assertThat(scim.get("/Users/" + id, "If-None-Match", tag).status()).isEqualTo(304);
        Said changed =
                scim.put("/Users/" + id, userBody("versions", ",'title':'A'"), "If-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        refused(
                scim.put("/Users/" + id, userBody("versions", ",'title':'B'"), "If-Match", tag),
                412,
                "");
        refused(scim.delete("/Users/" + id, "If-Match", tag), 412, "");
        assertThat(scim.get("/Users/" + id, "If-None-Match", tag).status()).isEqualTo(200);
        assertThat(scim.delete("/Users/" + id, "If-Match", "*").status()).isEqualTo(204);
    }

    @Test
    void relationsAreOffices() {
        String one = scim.user("office-one");
        String two = scim.user("office-two");
        String id = scim.user("office-patient");
        Said added =
                scim.patch(
                        "/Users/" + id,
                        "{'op':'add','path':'"
                                + OWN
                                + ":relations','value':[{'kind':'assigned','value':'"
                                + one
                                + "'}]}");
        assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
        assertThat(holds(one, id)).isTrue();
        Said moved =
                scim.patch(
                        "/Users/" + id,
                        "{'op':'remove','path':'"
                                + OWN
                                + ":relations[kind eq \\'assigned\\']'},"
                                + "{'op':'add','path':'"
                                + OWN
                                + ":relations','value':[{'kind':'assigned','value':'office-two@example.org'}]}");
        assertThat(moved.status()).as("%s", moved.body()).isEqualTo(200);
        assertThat(holds(one, id)).isFalse();
        assertThat(holds(two, id)).isTrue();
        assertThat(moved.body().path(OWN).path("relations").get(0).path("value").asText())
                .isEqualTo(two);
        JsonNode duties =
                scim.get("/Users/" + two + "?attributes=" + OWN + ":duties")
                        .body()
                        .path(OWN)
                        .path("duties");
        assertThat(duties.get(0).path("value").asText()).isEqualTo(id);
        assertThat(
                        scim.find(
                                        "Users",
                                        OWN
                                                + ":relations[kind eq \"assigned\" and value eq \""
                                                + two
                                                + "\"]")
                                .body()
                                .path("Resources")
                                .get(0)
                                .path("id")
                                .asText())
                .isEqualTo(id);
        assertThat(
                        scim.patch("/Users/" + id, "{'op':'remove','path':'" + OWN + ":relations'}")
                                .status())
                .isEqualTo(200);
        assertThat(holds(two, id)).isFalse();
    }

    private boolean holds(String from, String to) {
        return scim.organisation
                .relations()
                .holds(person(from).id(), person(to).id(), "assigned", java.time.Instant.now());
    }

    @Test
    void suspendedAndGone() {
        String id = scim.post("/Users", userBody("leaver", ",'externalId':'L-1'")).id();
        scim.patch("/Users/" + id, "{'op':'Replace','path':'active','value':'False'}");
        assertThat(person(id).state()).isEqualTo(Account.State.SUSPENDED);
        scim.patch("/Users/" + id, "{'op':'replace','value':{'active':true}}");
        assertThat(person(id).state()).isEqualTo(Account.State.ACTIVE);
        assertThat(scim.delete("/Users/" + id).status()).isEqualTo(204);
        assertThat(person(id).state()).isEqualTo(Account.State.LEFT);
        refused(scim.get("/Users/" + id), 404, "");
        refused(scim.delete("/Users/" + id), 404, "");
        assertThat(scim.find("Users", "externalId eq \"L-1\"").body().path("totalResults").asInt())
                .isZero();
        // somebody else does not get the mail of who left; the same person does
        refused(scim.post("/Users", userBody("leaver", ",'externalId':'L-2'")), 409, "uniqueness");
        Said back = scim.post("/Users", userBody("leaver", ",'externalId':'L-1'"));
        assertThat(back.status()).isEqualTo(201);
        assertThat(back.id()).isEqualTo(id);
        assertThat(person(id).state()).isEqualTo(Account.State.ACTIVE);
    }

    @Test
    void deleteMayErase() {
        try (ScimServer erasing =
                new ScimServer(
                        org.mailroom.mailstore.testkit.TestStore.create(),
                        new ScimSettings(true, 100, 100))) {
            String id = erasing.user("gone");
            assertThat(erasing.delete("/Users/" + id).status()).isEqualTo(204);
            assertThat(erasing.organisation.people().byId(new AccountId(Long.parseLong(id))))
                    .isEmpty();
            assertThat(erasing.user("gone")).isNotEqualTo(id);
        }
    }

    @Test
    void renaming() {
        String id = scim.user("before");
        Said renamed =
                scim.patch(
                        "/Users/" + id,
                        "{'op':'replace','path':'userName','value':'after@example.org'}");
        assertThat(renamed.status()).as("%s", renamed.body()).isEqualTo(200);
        assertThat(person(id).address()).isEqualTo("after@example.org");
        assertThat(person(id).aliases()).isEmpty();
        assertThat(renamed.body().path("emails")).hasSize(1);
        String free = scim.user("before");
        assertThat(free).isNotEqualTo(id);
    }

    @Test
    void listsFiltersSortsAndPages() {
        try (ScimServer fresh =
                new ScimServer(
                        org.mailroom.mailstore.testkit.TestStore.create(),
                        new ScimSettings(false, 7, 100))) {
            IntStream.range(0, 20)
                    .forEach(
                            i ->
                                    fresh.post(
                                            "/Users",
                                            userBody(
                                                    "p" + (char) ('a' + i),
                                                    ",'externalId':'X"
                                                            + i
                                                            + "','title':'"
                                                            + (i % 2 == 0 ? "even" : "odd")
                                                            + "','roles':['r"
                                                            + i % 3
                                                            + "']")));
            Said all = fresh.get("/Users?startIndex=1");
            assertThat(all.body().path("totalResults").asInt()).as("no services").isEqualTo(20);
            assertThat(all.body().path("itemsPerPage").asInt()).isEqualTo(7);
            assertThat(names(fresh.get("/Users?startIndex=19&count=5")))
                    .containsExactly("ps", "pt");
            assertThat(names(fresh.get("/Users?startIndex=21"))).isEmpty();
            assertThat(names(fresh.get("/Users?startIndex=-3&count=1"))).containsExactly("pa");
            assertThat(fresh.get("/Users?count=0").body().path("totalResults").asInt())
                    .isEqualTo(20);
            assertThat(names(fresh.find("Users", "userName eq \"PC@example.org\"")))
                    .containsExactly("pc");
            assertThat(names(fresh.find("Users", "externalId eq \"X3\""))).containsExactly("pd");
            assertThat(names(fresh.find("Users", "externalId eq \"x3\"")))
                    .as("case-exact")
                    .isEmpty();
            assertThat(
                            names(
                                    fresh.find(
                                            "Users",
                                            "emails[type eq \"work\" and value eq"
                                                    + " \"pd@example.org\"]")))
                    .containsExactly("pd");
            assertThat(names(fresh.find("Users", "title eq \"odd\" and roles eq \"r0\"")))
                    .containsExactly("pd", "pj", "pp");
            assertThat(
                            names(
                                    fresh.find(
                                            "Users",
                                            "userName eq \"pa@example.org\" or externalId eq"
                                                    + " \"X1\"")))
                    .containsExactly("pa", "pb");
            assertThat(names(fresh.find("Users", "not (title eq \"odd\") and userName gt \"pm\"")))
                    .containsExactly("pm", "po", "pq", "ps");
            assertThat(names(fresh.get("/Users?sortBy=userName&sortOrder=descending&count=2")))
                    .containsExactly("pt", "ps");
            assertThat(names(fresh.get("/Users?sortBy=title&count=2&startIndex=10")))
                    .containsExactly("ps", "pb");
            Said search =
                    fresh.post(
                            "/Users/.search",
                            "{'schemas':['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],'filter':'title"
                                    + " eq \\'odd\\'',"
                                    + "'attributes':['userName'],'count':3,'startIndex':2}");
            assertThat(names(search)).containsExactly("pd", "pf", "ph");
            assertThat(search.body().path("Resources").get(0).has("title")).isFalse();
            assertThat(search.body().path("totalResults").asInt()).isEqualTo(10);
        }
    }

    private static List<String> names(Said said) {
        return said.body()
                .path("Resources")
                .valueStream()
                .map(r -> r.path("userName").asText().replace("@example.org", ""))
                .toList();
    }

    @Test
    void discovery() {
        JsonNode config = scim.get("/ServiceProviderConfig").body();
        for (String feature :
                List.of("patch", "bulk", "filter", "sort", "etag", "changePassword")) {
            assertThat(config.path(feature).path("supported").asBoolean()).as(feature).isTrue();
        }
        JsonNode schemas = scim.get("/Schemas").body();
        assertThat(schemas.path("totalResults").asInt()).isEqualTo(5);
        assertThat(scim.get("/Schemas/" + Schemas.USER).body().path("name").asText())
                .isEqualTo("User");
        assertThat(scim.get("/ResourceTypes/User").body().path("schemaExtensions")).hasSize(2);
        assertThat(scim.get("/ResourceTypes").body().path("Resources")).hasSize(2);
        refused(scim.get("/Schemas/urn:none"), 404, "");
    }

    @Test
    void namesElsewhereLieSealed() throws Exception {
        scim.post(
                "/Users",
                userBody(
                        "sealed",
                        ",'externalId':'Zanzibar-4711','title':'Quokkatitle','roles':['wombatrole'],"
                                + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'Numbatdepartment'}"));
        scim.store.store().database().awaitDurable(scim.store.store().database().ticket());
        for (String word :
                Set.of("Zanzibar-4711", "Quokkatitle", "wombatrole", "Numbatdepartment")) {
            try (var files = java.nio.file.Files.walk(scim.store.directory())) {
                for (var file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                    String bytes =
                            java.nio.file.Files.readString(
                                    file, java.nio.charset.StandardCharsets.ISO_8859_1);
                    assertThat(bytes.contains(word)).as("%s in %s", word, file).isFalse();
                }
            }
        }
    }
}
