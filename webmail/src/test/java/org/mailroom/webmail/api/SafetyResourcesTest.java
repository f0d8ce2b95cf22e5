package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

/** Blocks by people, restrictions by moderators. */
@Timeout(60)
class SafetyResourcesTest {
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void blocksAreTheCallersOwn() {
        Person ann = server.person("ann");
        Person bob = server.person("bob");
        Caller annes = server.session(ann, Scope.SELF);
        Caller bobs = server.session(bob, Scope.SELF);
        String path = "/api/v1/me/blocks/bob@care.example";
        Said made = annes.put(path, "{'reason': 'enough'}").is(200);
        assertThat(made.at("/person")).isEqualTo(bob.id().toString());
        assertThat(server.blocks.blocks(ann.id(), bob.id())).isTrue();
        assertThat(annes.get("/api/v1/me/blocks").is(200).at("/items/0/reason"))
                .isEqualTo("enough");
        assertThat(bobs.get("/api/v1/me/blocks").is(200).json().at("/items")).isEmpty();
        bobs.delete(path).no(404, "not-found");
        assertThat(server.blocks.blocks(ann.id(), bob.id())).isTrue();
        annes.delete(path).is(204);
        annes.delete(path).no(404, "not-found");
        annes.put("/api/v1/me/blocks/ann@care.example", "{}").no(409, "cannot");
    }

    @Test
    void aRestrictionIsImposedShownAndLifted() {
        server.person("troll");
        Caller moderator = server.session(server.person("mod"), Scope.MODERATION);
        Said made =
                moderator
                        .post(
                                "/api/v1/restrictions",
                                """
                                {'person': 'troll@care.example', 'kind': 'mute', 'reason': 'spam',
                                 'until': '2026-11-22T09:00:00+01:00', 'report': 'r1'}\
                                """)
                        .is(201);
        assertThat(made.at("/author")).isEqualTo("mod@care.example");
        assertThat(made.at("/until")).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(moderator.get("/api/v1/restrictions").is(200).text()).contains("troll@");
        String one = made.header("Location");
        Said lifted = moderator.post(one + "/lift", "{'reason': 'apology'}").is(200);
        assertThat(lifted.at("/active")).isEqualTo("false");
        assertThat(lifted.at("/lifted/by")).isEqualTo("mod@care.example");
        assertThat(
                        moderator
                                .get("/api/v1/people/troll@care.example/restrictions")
                                .is(200)
                                .at("/items/0/lifted/reason"))
                .isEqualTo("apology");
        moderator.get(one).is(200);
        moderator.post("/api/v1/restrictions/999/lift", "{'reason': 'x'}").no(404, "not-found");
        moderator
                .post(
                        "/api/v1/restrictions",
                        "{'person': 'troll@care.example', 'kind': 'shadow', 'reason': 'x'}")
                .no(403, "not-permitted");
        moderator
                .post(
                        "/api/v1/restrictions",
                        "{'person': 'troll@care.example', 'kind': 'exile', 'reason': 'x'}")
                .no(422, "invalid");
    }
}
