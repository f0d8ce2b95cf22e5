package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.mailroom.webmail.scim.filter.BadFilter;
import org.mailroom.webmail.scim.filter.FilterParser;
import org.mailroom.webmail.scim.filter.PatchPath;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One change of a PATCH, always with a path: an operation without one is a change for each member
 * of its value. RFC 7644 §3.5.2.
 *
 * @param value missing where a removal has none
 * @param named whether the client named the path, and so wants to hear when it cannot be changed
 */
public record PatchChange(Operation operation, PatchPath path, JsonNode value, boolean named) {
    static final String MESSAGE = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /** Most operations of one PATCH. */
    private static final int MOST_OPERATIONS = 1_000;

    /** What is done. */
    public enum Operation {
        ADD,
        REMOVE,
        REPLACE
    }

    /**
     * The changes that a request's body asks for, in order.
     *
     * @throws ScimError INVALID_SYNTAX, INVALID_PATH, NO_TARGET
     */
    public static List<PatchChange> read(ResourceType type, JsonNode body) {
        JsonNode operations = member(body, "Operations");
        if (!operations.isArray() || operations.isEmpty()) {
            throw new ScimError(ScimError.Type.INVALID_SYNTAX, "Operations: expected an array");
        }
        if (operations.size() > MOST_OPERATIONS) {
            throw new ScimError(413, "more than " + MOST_OPERATIONS + " operations");
        }
        if (member(body, "schemas").valueStream().noneMatch(s -> s.asText().equals(MESSAGE))) {
            throw new ScimError(ScimError.Type.INVALID_SYNTAX, "schemas: expected " + MESSAGE);
        }
        List<PatchChange> changes = new ArrayList<>();
        for (JsonNode each : operations) {
            read(type, each, changes);
        }
        return changes;
    }

    private static void read(ResourceType type, JsonNode sent, List<PatchChange> into) {
        Operation operation = operation(member(sent, "op").asText());
        JsonNode value = member(sent, "value");
        String path = member(sent, "path").asText("");
        if (!path.isBlank()) {
            if (operation != Operation.REMOVE && value.isMissingNode()) {
                throw new ScimError(ScimError.Type.INVALID_VALUE, path + ": no value");
            }
            add(type, operation, path, value, true, into);
        } else if (operation == Operation.REMOVE) {
            throw new ScimError(ScimError.Type.NO_TARGET, "remove: no path");
        } else if (!value.isObject()) {
            throw new ScimError(ScimError.Type.INVALID_VALUE, "without a path, value is an object");
        } else {
            value.properties()
                    .forEach(m -> add(type, operation, m.getKey(), m.getValue(), false, into));
        }
    }

    /** A path that is an extension's URI alone means each of its attributes. */
    private static void add(
            ResourceType type,
            Operation operation,
            String path,
            JsonNode value,
            boolean named,
            List<PatchChange> into) {
        boolean whole = type.schema(path.strip()).isPresent();
        if (!whole) {
            into.add(new PatchChange(operation, path(path), value, named));
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> m : value.properties()) {
                PatchPath inner = path(path.strip() + ":" + m.getKey());
                into.add(new PatchChange(operation, inner, m.getValue(), named));
            }
        } else {
            type.schema(path.strip())
                    .orElseThrow()
                    .attributes()
                    .forEach(
                            a ->
                                    into.add(
                                            new PatchChange(
                                                    Operation.REMOVE,
                                                    path(path.strip() + ":" + a.name()),
                                                    MissingNode.getInstance(),
                                                    false)));
        }
    }

    private static PatchPath path(String text) {
        try {
            return FilterParser.path(text);
        } catch (BadFilter e) {
            throw new ScimError(ScimError.Type.INVALID_PATH, "path: " + e.getMessage());
        }
    }

    private static Operation operation(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "add" -> Operation.ADD;
            case "remove" -> Operation.REMOVE;
            case "replace" -> Operation.REPLACE;
            default ->
                    throw new ScimError(
                            ScimError.Type.INVALID_SYNTAX, "op: expected add, remove or replace");
        };
    }

    private static JsonNode member(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return MissingNode.getInstance();
    }
}
