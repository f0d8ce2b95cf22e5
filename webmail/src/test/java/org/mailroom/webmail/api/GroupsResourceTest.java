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

@Timeout(60)
class GroupsResourceTest {
    private static ApiServer server;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        admin = server.token(Scope.PEOPLE_WRITE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aGroupIsMadeReadChangedAndRemoved() {
        Said made =
                admin.post(
                                "/api/v1/groups",
                                """
                                {'address': 'math@care.example', 'title': 'Maths', 'kind': 'class',
                                 'replyMode': 'announce'}\
                                """)
                        .is(201);
        String path = made.header("Location");
        assertThat(made.at("/history")).isEqualTo("from-join");
        assertThat(admin.get("/api/v1/groups/math@care.example").is(200).json())
                .isEqualTo(made.json());
        Said changed =
                admin.with("If-Match", made.header("ETag"))
                        .patch(path, "{'replyMode': 'reply-to-owner'}")
                        .is(200);
        assertThat(changed.at("/title")).isEqualTo("Maths");
        assertThat(changed.at("/replyMode")).isEqualTo("reply-to-owner");
        admin.with("If-Match", made.header("ETag"))
                .patch(path, "{'title': 'M'}")
                .no(412, "changed-meanwhile");
        assertThat(admin.get("/api/v1/groups").is(200).text()).contains("math@care.example");
        admin.with("If-Match", changed.header("ETag")).delete(path).is(204);
        admin.get(path).no(404, "not-found");
    }

    @Test
    void membersJoinAreRankedAndLeave() {
        server.person("ann");
        server.person("bob");
        admin.post("/api/v1/groups", "{'address': 'team@care.example', 'kind': 'team'}").is(201);
        String members = "/api/v1/groups/team@care.example/members";
        Said joined =
                admin.post(members, "{'members': ['ann@care.example', 'bob@care.example']}")
                        .is(200);
        assertThat(joined.at("/items/1/rank")).isEqualTo("member");
        admin.post(members, "{'members': ['nobody@care.example']}").no(422, "invalid");
        Said ranked =
                admin.patch(members + "/ann@care.example", "{'rank': 'primary-owner'}").is(200);
        assertThat(ranked.at("/rank")).isEqualTo("primary-owner");
        Said first = admin.get(members + "?limit=1").is(200);
        Said second = admin.get(members + "?limit=1&after=" + first.at("/next")).is(200);
        assertThat(first.at("/items/0/address")).isEqualTo("ann@care.example");
        assertThat(second.at("/items/0/address")).isEqualTo("bob@care.example");
        assertThat(second.json().has("next")).isFalse();
        assertThat(
                        admin.get("/api/v1/people/ann@care.example/groups")
                                .is(200)
                                .at("/items/0/groupAddress"))
                .isEqualTo("team@care.example");
        admin.delete(members + "/bob@care.example").is(204);
        server.pass(java.time.Duration.ofMillis(1));
        admin.delete(members + "/bob@care.example").no(404, "not-found");
    }

    @Test
    void peopleSeeAndMuteTheirOwnGroupsOnly() {
        Person carl = server.person("carl");
        Person dora = server.person("dora");
        Said club =
                admin.post("/api/v1/groups", "{'address': 'club@care.example', 'kind': 'team'}")
                        .is(201);
        admin.post("/api/v1/groups/club@care.example/members", "{'members': ['carl@care.example']}")
                .is(200);
        Caller session = server.session(carl, Scope.SELF);
        String path = "/api/v1/me/groups/" + club.at("/id");
        assertThat(session.get("/api/v1/me/groups").is(200).at("/items/0/muted"))
                .isEqualTo("false");
        assertThat(session.patch(path, "{'muted': true}").is(200).at("/muted")).isEqualTo("true");
        Caller other = server.session(dora, Scope.SELF);
        assertThat(other.get("/api/v1/me/groups").is(200).json().at("/items")).isEmpty();
        other.patch(path, "{'muted': true}").no(404, "not-found");
        session.get("/api/v1/groups").no(403, "insufficient-scope");
    }
}
