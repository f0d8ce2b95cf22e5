package org.mailroom.webmail.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.mailroom.webmail.http.Problem.Fault;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Surface;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The API as it is documented (OpenAPI 3.1). It is not only told: bodies of requests are held
 * against its schemas before anything reads them, so every bound that is written there is kept.
 */
final class Contract implements Surface.Bodies {
    private static final String FILE = "openapi.yaml";

    private final byte[] text;
    private final JsonNode document;
    private final Schema schemas;

    private Contract(byte[] text) {
        this.text = text;
        Object yaml =
                new Load(LoadSettings.builder().setLabel(FILE).build())
                        .loadFromString(new String(text, StandardCharsets.UTF_8));
        this.document = new ObjectMapper().valueToTree(yaml);
        this.schemas = new Schema(document.path("components").path("schemas"));
    }

    static Contract read() {
        try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
            return new Contract(Objects.requireNonNull(in, FILE).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] text() {
        return text.clone();
    }

    JsonNode document() {
        return document;
    }

    Schema schemas() {
        return schemas;
    }

    /** What is said of a route; a missing node if nothing is. */
    JsonNode operation(Route route) {
        return document.path("paths")
                .path(route.path())
                .path(route.method().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Fault> faults(Route route, JsonNode body) {
        for (JsonNode type : operation(route).path("requestBody").path("content")) {
            return schemas.faults(type.path("schema"), body);
        }
        return List.of(new Fault("", "is not read by this operation"));
    }
}
