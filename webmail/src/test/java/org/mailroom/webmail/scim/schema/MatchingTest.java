package org.mailroom.webmail.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;
import com.unboundid.scim2.common.utils.Parser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.filter.FilterParser;

import java.util.SplittableRandom;

/** RFC 7644 §3.4.2.2; also against the filters of another implementation. */
@Timeout(20)
class MatchingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ANN =
            """
            {"id": "7", "userName": "Ann@example.org", "active": true, "title": "Nurse",
             "name": {"givenName": "Ann", "familyName": "Åberg"},
             "emails": [{"value": "ann@example.org", "type": "work", "primary": true},
                        {"value": "ann@home.test", "type": "home"}],
             "roles": [{"value": "clinician"}],
             "meta": {"lastModified": "2026-05-13T04:42:34Z"},
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                {"department": "North", "manager": {"value": "9"}},
             "urn:mailroom:scim:schemas:extension:2.0:User":
                {"state": "active", "relations": [{"value": "9", "kind": "mentor"}]}}
            """;

    private static boolean matches(String filter) throws Exception {
        return new Matching(Schemas.USERS, FilterParser.filter(filter)).test(JSON.readTree(ANN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"ANN@example.org\"",
                "id eq \"7\"",
                "active eq true",
                "active eq \"True\"",
                "name.familyName co \"ÅBERG\"",
                "name.familyName sw \"å\"",
                "userName ew \".org\"",
                "emails eq \"ann@home.test\"",
                "emails.type eq \"home\"",
                "emails.type ne \"work\"",
                "emails[type eq \"work\" and primary eq true]",
                "not (emails[type eq \"home\" and primary eq true])",
                "emails[value co \"home\" or type eq \"x\"]",
                "roles.value eq \"CLINICIAN\"",
                "meta.lastModified gt \"2026-05-13T05:00:00+01:00\"",
                "meta.lastModified le \"2026-05-13T04:42:34.000Z\"",
                "department eq \"north\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"9\"",
                "urn:mailroom:scim:schemas:extension:2.0:User:relations[kind eq \"mentor\"]",
                "nickName ne \"x\"",
                "nickName eq null",
                "title ne null",
                "title pr and not (nickName pr)",
                "userName gt \"a\" and userName lt \"b\"",
                "externalId eq \"1\" or id eq \"7\""
            })
    void fulfils(String filter) throws Exception {
        assertThat(matches(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id eq \"8\"",
                "active eq false",
                "emails[type eq \"home\" and primary eq true]",
                "nickName pr",
                "nickName co \"\"",
                "meta.lastModified gt \"2026-05-13T04:42:34Z\"",
                "title eq \"Nurs\"",
                "not (title pr)"
            })
    void doesNotMatch(String filter) throws Exception {
        assertThat(matches(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shoeSize eq 42",
                "name.shoeSize pr",
                "active gt true",
                "active co \"t\"",
                "active eq \"maybe\"",
                "title gt null",
                "userName[value eq \"x\"]",
                "emails[shoeSize pr]",
                "name eq \"Ann\"",
                "meta.created gt \"yesterday\"",
                "urn:none:userName pr"
            })
    void refuses(String filter) {
        assertThatThrownBy(() -> matches(filter))
                .isInstanceOfSatisfying(
                        ScimError.class,
                        e -> assertThat(e.type()).isEqualTo(ScimError.Type.INVALID_FILTER));
    }

    @Test
    void agreesWithAnotherImplementation() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        JsonNode ann = JSON.readTree(ANN);
        var theirs =
                (com.fasterxml.jackson.databind.node.ObjectNode)
                        JsonUtils.getObjectReader().readTree(ANN);
        String[] terms = {
            "userName eq \"ann@EXAMPLE.org\"",
            "userName sw \"ann\"",
            "userName co \"x\"",
            "title pr",
            "nickName pr",
            "title eq \"Nurse\"",
            "title ew \"se\"",
            "active eq true",
            "active eq false",
            "emails.type eq \"home\"",
            "emails.type eq \"none\"",
            "emails[type eq \"work\" and value co \"example\"]",
            "emails[type eq \"home\" and primary eq true]",
            "roles[value eq \"clinician\"]",
            "name.givenName eq \"Ann\"",
            "name.givenName gt \"B\"",
            "name.givenName le \"ann\"",
            "meta.lastModified ge \"2026-05-13T04:42:34Z\""
        };
        int agreed = 0;
        for (int i = 0; i < 3_000; i++) {
            String filter = random(random, terms, 3);
            boolean our = new Matching(Schemas.USERS, FilterParser.filter(filter)).test(ann);
            boolean their = FilterEvaluator.evaluate(Parser.parseFilter(filter), theirs);
            assertThat(our).as("seed %s: %s", seed, filter).isEqualTo(their);
            agreed++;
        }
        assertThat(agreed).isEqualTo(3_000);
    }

    private static String random(SplittableRandom random, String[] terms, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return terms[random.nextInt(terms.length)];
        }
        return switch (random.nextInt(4)) {
            case 0 -> "not (" + random(random, terms, depth - 1) + ")";
            case 1 ->
                    "("
                            + random(random, terms, depth - 1)
                            + ") or "
                            + random(random, terms, depth - 1);
            case 2 -> random(random, terms, depth - 1) + " and " + random(random, terms, depth - 1);
            default -> random(random, terms, depth - 1) + " or " + random(random, terms, depth - 1);
        };
    }

    @Test
    void projections() throws Exception {
        ObjectNode ann = (ObjectNode) JSON.readTree(ANN);
        assertThat(new Projection(Schemas.USERS, "userName", "").apply(ann).toString())
                .isEqualTo("{\"id\":\"7\",\"userName\":\"Ann@example.org\"}");
        assertThat(new Projection(Schemas.USERS, "NAME.givenname, emails.value", "").apply(ann))
                .hasToString(
                        "{\"id\":\"7\",\"name\":{\"givenName\":\"Ann\"},\"emails\":[{\"value\":"
                                + "\"ann@example.org\"},{\"value\":\"ann@home.test\"}]}");
        ObjectNode without =
                new Projection(
                                Schemas.USERS,
                                "",
                                "id,emails.type,roles,"
                                        + "urn:mailroom:scim:schemas:extension:2.0:User")
                        .apply(ann);
        assertThat(without.has("id")).as("always returned").isTrue();
        assertThat(without.has("roles")).isFalse();
        assertThat(without.has(Schemas.MAILROOM_USER)).isFalse();
        assertThat(without.path("emails").get(0).has("type")).isFalse();
        assertThat(without.path("emails").get(0).has("value")).isTrue();
        ann.put("password", "secret");
        assertThat(new Projection(Schemas.USERS, "password", "").apply(ann).has("password"))
                .isFalse();
        assertThatThrownBy(() -> new Projection(Schemas.USERS, "a", "b"))
                .isInstanceOf(ScimError.class);
        assertThat(FilterParser.filter("a pr")).isInstanceOf(Filter.Present.class);
    }
}
