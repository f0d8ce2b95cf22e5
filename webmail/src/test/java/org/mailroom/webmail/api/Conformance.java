package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.api.ApiServer.Said;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds an exchange against the contract. */
final class Conformance {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Conformance() {}

    /**
     * What came back is documented, down to every field; and what was taken is too. What was
     * refused need not be.
     */
    static void check(
            Contract contract, String method, String path, @Nullable String body, Said said)
            throws IOException {
        if (method.equals("HEAD")) {
            assertThat(said.text()).isEmpty();
            return;
        }
        if (path.startsWith("/login/")) {
            // visits of a browser, which are no API
            return;
        }
        Optional<JsonNode> operation = operation(contract, method, path);
        if (operation.isEmpty()) {
            assertThat(said.status()).as("%s %s is not documented", method, path).isIn(404, 405);
            return;
        }
        String what = method + " " + path + ": " + said.status() + " " + said.text();
        if (said.status() < 300 && body != null) {
            for (JsonNode type : operation.get().path("requestBody").path("content")) {
                if (!type.has("schema")) {
                    continue; // a file, of a form of its own
                }
                JsonNode sent = JSON.readTree(body.replace('\'', '"'));
                assertThat(contract.schemas().faults(type.path("schema"), sent)).as(what).isEmpty();
            }
        }
        JsonNode answer = answer(contract, operation.get(), said.status());
        assertThat(answer.isMissingNode()).as("undocumented: " + what).isFalse();
        String type = said.header("Content-Type").replaceAll(";.*", "");
        JsonNode content = answer.path("content");
        if (content.isMissingNode()) {
            assertThat(said.text()).as(what).isEmpty();
            return;
        }
        assertThat(content.has(type)).as("media type " + type + " of " + what).isTrue();
        JsonNode schema = content.path(type).path("schema");
        if (!schema.isMissingNode()) {
            assertThat(contract.schemas().faults(schema, JSON.readTree(said.text())))
                    .as(what)
                    .isEmpty();
        }
        for (Map.Entry<String, JsonNode> field : answer.path("headers").properties()) {
            if (!field.getKey().equals("Retry-After")) {
                assertThat(said.header(field.getKey())).as(field.getKey() + what).isNotEmpty();
            }
        }
    }

    private static JsonNode answer(Contract contract, JsonNode operation, int status) {
        JsonNode responses = operation.path("responses");
        JsonNode answer =
                responses.has(Integer.toString(status))
                        ? responses.path(Integer.toString(status))
                        : status < 400 ? responses.path("none") : responses.path("default");
        String ref = answer.path("$ref").asText("");
        return ref.isEmpty() ? answer : contract.document().at(ref.substring(1));
    }

    private static Optional<JsonNode> operation(Contract contract, String method, String path) {
        String bare = path.replaceAll("\\?.*", "");
        JsonNode paths = contract.document().path("paths");
        JsonNode best = paths.path(bare);
        for (Map.Entry<String, JsonNode> one : paths.properties()) {
            if (best.isMissingNode()
                    && bare.matches(one.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))) {
                best = one.getValue();
            }
        }
        JsonNode operation = best.path(method.toLowerCase(Locale.ROOT));
        return operation.isMissingNode() ? Optional.empty() : Optional.of(operation);
    }
}
