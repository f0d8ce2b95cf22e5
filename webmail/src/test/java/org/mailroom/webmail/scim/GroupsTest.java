package org.mailroom.webmail.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailroom.webmail.scim.ScimServer.groupBody;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.webmail.scim.ScimServer.Said;

import java.util.List;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsTest {
    private static final String OWN = "urn:mailroom:scim:schemas:extension:2.0:Group";
    private ScimServer scim;
    private String ann;
    private String bob;
    private String eve;

    @BeforeAll
    void start() {
        scim = new ScimServer();
        ann = scim.user("ann");
        bob = scim.user("bob");
        eve = scim.user("eve");
    }

    @AfterAll
    void stop() {
        scim.close();
    }

    private Group group(String id) {
        return scim.organisation.groups().byId(new AccountId(Long.parseLong(id))).orElseThrow();
    }

    private List<String> members(String id) {
        return scim.organisation.groups().members(group(id).id(), 100).stream()
                .map(m -> m.member().toString())
                .toList();
    }

    private static String member(String id) {
        return "{'value':'" + id + "'}";
    }

    @Test
    void aGroupIsMadeWithItsMembers() {
        Said made =
                scim.post(
                        "/Groups",
                        groupBody(
                                "Équipe de Nuit",
                                ",'externalId':'G-1','members':["
                                        + member(ann)
                                        + ","
                                        + member(bob)
                                        + "],'"
                                        + OWN
                                        + "':{'kind':'care-team','replyMode':'all','history':'full','owners':[{'value':'"
                                        + eve
                                        + "','primary':true}]}"));
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        Group group = group(made.id());
        assertThat(group.address()).isEqualTo("equipe-de-nuit@example.org");
        assertThat(group.replyMode()).isEqualTo(ReplyMode.ALL);
        assertThat(group.kind()).isEqualTo("care-team");
        assertThat(members(made.id())).containsExactly(ann, bob, eve);
        assertThat(scim.organisation.groups().owners(group.id()))
                .extracting(Membership::rank)
                .containsExactly(Rank.PRIMARY_OWNER);
        Said read = scim.get("/Groups/" + made.id());
        assertThat(read.body()).isEqualTo(made.body());
        assertThat(read.body().path("members").get(0).path("$ref").asText())
                .endsWith("/Users/" + ann);
        assertThat(
                        scim.get("/Groups/" + made.id() + "?excludedAttributes=members")
                                .body()
                                .has("members"))
                .isFalse();
        assertThat(scim.get("/Users/" + ann).body().path("groups").toString())
                .contains("Équipe de Nuit");
        assertThat(
                        scim.find("Groups", "displayName eq \"équipe de nuit\"")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
        assertThat(scim.find("Groups", "externalId eq \"G-1\"").body().path("totalResults").asInt())
                .isEqualTo(1);
        assertThat(
                        scim.find("Groups", "members eq \"" + eve + "\" and externalId pr")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        scim.find(
                                        "Groups",
                                        "id eq \""
                                                + made.id()
                                                + "\" and members[value eq \""
                                                + bob
                                                + "\"]")
                                .body()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void twoGroupsMayHaveOneTitle() {
        String one = scim.post("/Groups", groupBody("Team", "")).id();
        String two = scim.post("/Groups", groupBody("Team", "")).id();
        assertThat(group(one).address()).isEqualTo("team@example.org");
        assertThat(group(two).address()).isEqualTo("team-2@example.org");
        Said taken =
                scim.post(
                        "/Groups", groupBody("X", ",'" + OWN + "':{'address':'team@example.org'}"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body().path("scimType").asText()).isEqualTo("uniqueness");
    }

    @Test
    void membersComeAndGoByPatch() {
        String id = scim.post("/Groups", groupBody("Patch", "")).id();
        Said added =
                scim.patch(
                        "/Groups/" + id,
                        "{'op':'Add','path':'members','value':["
                                + member(ann)
                                + ","
                                + member(bob)
                                + "]}");
        assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
        String tag = added.header("ETag");
        assertThat(members(id)).containsExactly(ann, bob);
        assertThat(
                        scim.patch(
                                        "/Groups/" + id,
                                        "{'op':'add','path':'members','value':["
                                                + member(ann)
                                                + "]}")
                                .header("ETag"))
                .isEqualTo(tag);
        scim.patch("/Groups/" + id, "{'op':'Remove','path':'members[value eq \\'" + ann + "\\']'}");
        assertThat(members(id)).containsExactly(bob);
        scim.patch(
                "/Groups/" + id, "{'op':'Remove','path':'members','value':[" + member(bob) + "]}");
        assertThat(members(id)).isEmpty();
        scim.patch(
                "/Groups/" + id,
                "{'op':'replace','value':{'displayName':'Patched','members':["
                        + member(ann)
                        + ","
                        + member(eve)
                        + "]}}");
        assertThat(members(id)).containsExactly(ann, eve);
        assertThat(group(id).title()).isEqualTo("Patched");
        scim.patch(
                "/Groups/" + id, "{'op':'replace','path':'members','value':[" + member(bob) + "]}");
        assertThat(members(id)).containsExactly(bob);
        scim.patch("/Groups/" + id, "{'op':'remove','path':'members[display sw \\'bob\\']'}");
        assertThat(members(id)).isEmpty();
        scim.patch("/Groups/" + id, "{'op':'add','path':'members','value':" + member(eve) + "}");
        scim.patch("/Groups/" + id, "{'op':'remove','path':'members'}");
        assertThat(members(id)).isEmpty();
    }

    @Test
    void aPatchIsUnderstoodBeforeItIsDone() {
        String id =
                scim.post("/Groups", groupBody("Whole", ",'members':[" + member(ann) + "]")).id();
        Said said =
                scim.patch(
                        "/Groups/" + id,
                        "{'op':'replace','path':'displayName','value':'Changed'},{'op':'add','path':'members','value':["
                                + member("99999")
                                + "]}");
        assertThat(said.status()).isEqualTo(400);
        assertThat(group(id).title()).isEqualTo("Whole");
        assertThat(
                        scim.patch(
                                        "/Groups/" + id,
                                        "{'op':'replace','path':'members[value eq \\'"
                                                + ann
                                                + "\\'].display','value':'x'}")
                                .body()
                                .path("scimType")
                                .asText())
                .isEqualTo("mutability");
        assertThat(
                        scim.patch("/Groups/" + id, "{'op':'remove','path':'members[size eq 1]'}")
                                .body()
                                .path("scimType")
                                .asText())
                .isEqualTo("invalidFilter");
    }

    @Test
    void replacingMakesMembersTheWantedOnes() {
        String id =
                scim.post(
                                "/Groups",
                                groupBody(
                                        "Put",
                                        ",'members':["
                                                + member(ann)
                                                + ","
                                                + member(bob)
                                                + "],'"
                                                + OWN
                                                + "':{'owners':[{'value':'"
                                                + eve
                                                + "'}]}"))
                        .id();
        Said put =
                scim.put("/Groups/" + id, groupBody("Put 2", ",'members':[" + member(bob) + "]"));
        assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
        assertThat(members(id)).as("the owner stays").containsExactly(bob, eve);
        assertThat(group(id).address()).isEqualTo("put@example.org");
        scim.put(
                "/Groups/" + id,
                groupBody(
                        "Put 3",
                        ",'members':["
                                + member(bob)
                                + "],'"
                                + OWN
                                + "':{'owners':[{'value':'"
                                + bob
                                + "'}]}"));
        assertThat(members(id)).containsExactly(bob);
        assertThat(scim.organisation.groups().owners(group(id).id())).hasSize(1);
    }

    @Test
    void ownersAndModerators() {
        String id =
                scim.post(
                                "/Groups",
                                groupBody(
                                        "Ranks",
                                        ",'members':[" + member(ann) + "," + member(bob) + "]"))
                        .id();
        scim.patch(
                "/Groups/" + id,
                "{'op':'add','path':'"
                        + OWN
                        + ":owners','value':[{'value':'"
                        + ann
                        + "','primary':true}]},"
                        + "{'op':'add','path':'"
                        + OWN
                        + ":moderators','value':[{'value':'"
                        + bob
                        + "'}]}");
        JsonNode own =
                scim.get(
                                "/Groups/"
                                        + id
                                        + "?attributes="
                                        + OWN
                                        + ":owners,"
                                        + OWN
                                        + ":moderators,"
                                        + OWN
                                        + ":memberCount")
                        .body()
                        .path(OWN);
        assertThat(own.path("owners").get(0).path("value").asText()).isEqualTo(ann);
        assertThat(own.path("moderators").get(0).path("value").asText()).isEqualTo(bob);
        assertThat(own.path("memberCount").asInt()).isEqualTo(2);
        scim.patch("/Groups/" + id, "{'op':'remove','path':'" + OWN + ":moderators'}");
        assertThat(members(id)).containsExactly(ann, bob);
        assertThat(
                        scim.get("/Groups/" + id + "?attributes=" + OWN + ":moderators")
                                .body()
                                .path(OWN)
                                .has("moderators"))
                .isFalse();
    }

    @Test
    void groupsWithinGroupsButNotInCircles() {
        String inner =
                scim.post("/Groups", groupBody("Inner", ",'members':[" + member(ann) + "]")).id();
        String outer =
                scim.post("/Groups", groupBody("Outer", ",'members':[" + member(inner) + "]")).id();
        assertThat(scim.get("/Groups/" + outer).body().path("members").get(0).path("type").asText())
                .isEqualTo("Group");
        Said circle =
                scim.patch(
                        "/Groups/" + inner,
                        "{'op':'add','path':'members','value':[" + member(outer) + "]}");
        assertThat(circle.status()).isEqualTo(400);
        assertThat(circle.body().path("scimType").asText()).isEqualTo("mutability");
    }

    @Test
    void gone() {
        String id =
                scim.post("/Groups", groupBody("Gone", ",'members':[" + member(ann) + "]")).id();
        assertThat(scim.delete("/Groups/" + id).status()).isEqualTo(204);
        assertThat(scim.get("/Groups/" + id).status()).isEqualTo(404);
        assertThat(group(scim.post("/Groups", groupBody("Gone", "")).id()).address())
                .isEqualTo("gone@example.org");
    }
}
