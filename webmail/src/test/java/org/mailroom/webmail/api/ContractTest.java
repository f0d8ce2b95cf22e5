package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Kind;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.messaging.safety.Restriction;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Method;
import org.mailroom.webmail.http.Route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract says what is served, and what is served is what it says. */
@Timeout(60)
class ContractTest {
    private static final Set<String> OPERATIONS = Set.of("get", "put", "post", "patch", "delete");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** All but those that a browser visits, which are no API. */
    private static List<Route> routes() {
        return server.router.routes().stream()
                .filter(route -> !route.path().startsWith("/login/"))
                .toList();
    }

    private static JsonNode operation(Route route) {
        return server.contract.operation(route);
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    @Test
    void everyRouteIsDocumentedAndEveryOperationIsServed() {
        Set<String> documented = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path :
                server.contract.document().path("paths").properties()) {
            for (String field : (Iterable<String>) path.getValue()::fieldNames) {
                if (OPERATIONS.contains(field)) {
                    documented.add(
                            Method.valueOf(field.toUpperCase(Locale.ROOT)) + " " + path.getKey());
                }
            }
        }
        Set<String> served = routes().stream().map(ContractTest::name).collect(Collectors.toSet());
        assertThat(documented).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void scopesAreTheRoutes() {
        for (Route route : routes()) {
            Set<String> said = new TreeSet<>();
            for (JsonNode way : operation(route).path("security")) {
                way.forEach(scopes -> scopes.forEach(s -> said.add(s.textValue())));
            }
            Set<String> needed =
                    route.access() instanceof Access.Scoped(Set<Scope> anyOf)
                            ? anyOf.stream().map(Scope::wire).collect(Collectors.toSet())
                            : Set.of();
            assertThat(operation(route).has("security")).as(name(route)).isTrue();
            assertThat(said).as(name(route)).containsExactlyInAnyOrderElementsOf(needed);
        }
    }

    @Test
    void bodiesAreReadWhereTheyAreDocumented() {
        for (Route route : routes()) {
            assertThat(operation(route).has("requestBody"))
                    .as(name(route))
                    .isEqualTo(route.mostBody() > 0);
        }
    }

    @Test
    void parametersAreTheRoutes() {
        for (Route route : routes()) {
            Set<String> queries = new TreeSet<>();
            Set<String> inPath = new TreeSet<>();
            for (JsonNode parameter : parameters(route)) {
                switch (parameter.path("in").asText()) {
                    case "query" -> queries.add(parameter.path("name").asText());
                    case "path" -> inPath.add(parameter.path("name").asText());
                    default -> assertThat(parameter.path("in").asText()).isEqualTo("header");
                }
            }
            Matcher named = PARAMETER.matcher(route.path());
            assertThat(queries).as(name(route)).isEqualTo(new TreeSet<>(route.queries()));
            assertThat(inPath)
                    .as(name(route))
                    .isEqualTo(
                            named.results()
                                    .map(r -> r.group(1))
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static List<JsonNode> parameters(Route route) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode document = server.contract.document();
        JsonNode path = document.path("paths").path(route.path());
        for (JsonNode list :
                List.of(path.path("parameters"), operation(route).path("parameters"))) {
            for (JsonNode one : list) {
                String ref = one.path("$ref").asText("");
                all.add(ref.isEmpty() ? one : document.at(ref.substring(1)));
            }
        }
        return all;
    }

    @Test
    void everySchemaIsUsedAndOperationsHaveNamesOfTheirOwn() {
        String text = new String(server.contract.text(), java.nio.charset.StandardCharsets.UTF_8);
        JsonNode components = server.contract.document().path("components");
        for (String part : List.of("schemas", "parameters", "responses", "headers")) {
            components
                    .path(part)
                    .fieldNames()
                    .forEachRemaining(
                            name ->
                                    assertThat(text)
                                            .contains("#/components/" + part + "/" + name + "\""));
        }
        List<String> ids =
                routes().stream().map(r -> operation(r).path("operationId").asText()).toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    /** Every schema of a request bounds what it takes: texts, lists and fields. */
    @Test
    void nothingInARequestIsUnbounded() {
        for (Route route : routes()) {
            for (JsonNode type : operation(route).path("requestBody").path("content")) {
                bounded(type.path("schema"), name(route));
            }
        }
    }

    private static void bounded(JsonNode unresolved, String where) {
        JsonNode schema = server.contract.schemas().resolve(unresolved);
        String type = schema.path("type").toString();
        if (type.contains("string") && !schema.has("enum")) {
            assertThat(schema.has("maxLength") || schema.path("pattern").asText().endsWith("}$"))
                    .as(where)
                    .isTrue();
        }
        if (type.contains("array")) {
            JsonNode items = server.contract.schemas().resolve(schema.path("items"));
            assertThat(schema.has("maxItems") || items.has("enum")).as(where).isTrue();
            bounded(items, where + "[]");
        }
        if (type.contains("object")) {
            JsonNode others = schema.path("additionalProperties");
            assertThat(others.isObject() || (others.isBoolean() && !others.booleanValue()))
                    .as(where + " says what other fields there may be")
                    .isTrue();
            if (others.isObject()) {
                assertThat(schema.has("maxProperties")).as(where).isTrue();
                bounded(others, where + "{}");
            }
            for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
                bounded(field.getValue(), where + "/" + field.getKey());
            }
        }
    }

    @Test
    void wordsAreThoseOfTheSource() {
        words("Scope", Arrays.stream(Scope.values()).map(Scope::wire));
        words("Kind", Arrays.stream(Kind.values()).map(Kind::word));
        words("WhyCode", Arrays.stream(WhyCode.values()).map(WhyCode::word));
        words("State", Arrays.stream(Account.State.values()).map(Words::of));
        words("Rank", Arrays.stream(Rank.values()).map(Words::of));
        words("ReplyMode", Arrays.stream(ReplyMode.values()).map(Words::of));
        words("History", Arrays.stream(History.values()).map(Words::of));
        words("RestrictionKind", Arrays.stream(Restriction.Kind.values()).map(Words::of));
    }

    private static void words(String schema, Stream<String> inSource) {
        List<String> said = new ArrayList<>();
        server.contract
                .document()
                .at("/components/schemas/" + schema + "/enum")
                .forEach(w -> said.add(w.textValue()));
        assertThat(said).as(schema).containsExactlyInAnyOrderElementsOf(inSource.toList());
    }

    @Test
    void anybodyMayReadTheContract() {
        assertThat(server.nobody().get("/api/v1/openapi.yaml").is(200).text())
                .startsWith("openapi: 3.1.0");
    }
}
