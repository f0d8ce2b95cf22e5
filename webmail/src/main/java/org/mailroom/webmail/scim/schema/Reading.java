package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.scim.schema.Attribute.Mutability;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Brings what a client sent into the form of the schemas: names in their right case, values of
 * their right type, what nobody may set and what no schema knows left out. What identity providers
 * are known to send otherwise is understood: {@code "True"}, one value without its array, a value
 * without its object.
 */
public final class Reading {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Most characters of one string; keeps one attribute from filling a row. */
    private static final int MOST_TEXT = 8_000;

    /** Most values of one attribute, members apart. */
    private static final int MOST_VALUES = 1_000;

    private Reading() {}

    /**
     * A whole resource.
     *
     * @throws ScimError INVALID_SYNTAX, INVALID_VALUE
     */
    public static ObjectNode resource(ResourceType type, JsonNode sent) {
        if (!sent.isObject()) {
            throw new ScimError(ScimError.Type.INVALID_SYNTAX, "expected a JSON object");
        }
        schemasFit(type, sent);
        ObjectNode read = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            String name = member.getKey();
            type.extensions().stream()
                    .filter(s -> s.id().equalsIgnoreCase(name))
                    .findFirst()
                    .ifPresent(s -> put(read, s.id(), extension(s, member.getValue())));
            type.top().stream()
                    .filter(a -> a.name().equalsIgnoreCase(name) && settable(a))
                    .findFirst()
                    .ifPresent(a -> put(read, a.name(), value(a, member.getValue(), a.name())));
        }
        requireAll(type.core().attributes(), read, "");
        return read;
    }

    private static void schemasFit(ResourceType type, JsonNode sent) {
        for (JsonNode schema : sent.path("schemas")) {
            if (schema.asText().startsWith("urn:ietf:params:scim:schemas:core:")
                    && !schema.asText().equalsIgnoreCase(type.core().id())) {
                throw new ScimError(
                        ScimError.Type.INVALID_VALUE,
                        "schemas: a " + type.name() + " has " + type.core().id());
            }
        }
    }

    private static boolean settable(Attribute attribute) {
        return attribute.mutability() != Mutability.READ_ONLY
                && !attribute.name().equals("schemas");
    }

    private static @Nullable JsonNode extension(Schema schema, JsonNode sent) {
        if (sent.isNull()) {
            return null;
        }
        if (!sent.isObject()) {
            throw invalid(schema.id(), "expected an object");
        }
        return members(schema.attributes(), sent, schema.id() + ":");
    }

    private static @Nullable ObjectNode members(List<Attribute> known, JsonNode sent, String at) {
        ObjectNode read = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            known.stream()
                    .filter(a -> a.name().equalsIgnoreCase(member.getKey()) && settable(a))
                    .findFirst()
                    .ifPresent(
                            a -> put(read, a.name(), value(a, member.getValue(), at + a.name())));
        }
        return read.isEmpty() ? null : read;
    }

    private static void put(ObjectNode into, String name, @Nullable JsonNode value) {
        if (value != null) {
            into.set(name, value);
        }
    }

    private static void requireAll(List<Attribute> attributes, JsonNode read, String at) {
        for (Attribute a : attributes) {
            if (a.required() && !read.hasNonNull(a.name())) {
                throw invalid(at + a.name(), "is required");
            }
        }
    }

    /**
     * A value of an attribute; null stands for no value.
     *
     * @param at the attribute's whole name, for the message
     * @throws ScimError INVALID_VALUE
     */
    static @Nullable JsonNode value(Attribute attribute, JsonNode sent, String at) {
        if (sent.isNull() || sent.isMissingNode()) {
            return null;
        }
        if (!attribute.multiValued()) {
            return one(attribute, sent.isArray() && sent.size() == 1 ? sent.get(0) : sent, at);
        }
        ArrayNode values = NODES.arrayNode();
        List<JsonNode> all = sent.isArray() ? sent.valueStream().toList() : List.of(sent);
        if (all.size() > MOST_VALUES && !attribute.name().equals("members")) {
            throw invalid(at, "has more than " + MOST_VALUES + " values");
        }
        for (JsonNode each : all) {
            JsonNode one = one(attribute, each, at);
            if (one != null) {
                values.add(one);
            }
        }
        onePrimary(values, at);
        return values.isEmpty() ? null : values;
    }

    // RFC 7643 §2.4: primary=true no more than once
    private static void onePrimary(ArrayNode values, String at) {
        if (values.valueStream().filter(v -> v.path("primary").asBoolean()).count() > 1) {
            throw invalid(at, "has more than one primary value");
        }
    }

    private static @Nullable JsonNode one(Attribute attribute, JsonNode sent, String at) {
        if (sent.isNull()) {
            return null;
        }
        return switch (attribute.type()) {
            case COMPLEX -> complex(attribute, sent, at);
            case BOOLEAN -> truth(sent, at);
            case DECIMAL, INTEGER -> number(attribute, sent, at);
            case DATE_TIME -> time(text(sent, at), at);
            case BINARY -> binary(text(sent, at), at);
            case STRING, REFERENCE -> known(attribute, text(sent, at), at);
        };
    }

    private static @Nullable JsonNode complex(Attribute attribute, JsonNode sent, String at) {
        JsonNode object = sent;
        if (sent.isValueNode() && attribute.sub("value").isPresent()) {
            object = NODES.objectNode().set("value", sent);
        }
        if (!object.isObject()) {
            throw invalid(at, "expected an object");
        }
        ObjectNode read = members(attribute.subAttributes(), object, at + ".");
        if (read != null) {
            requireAll(attribute.subAttributes(), read, at + ".");
        }
        return read;
    }

    private static BooleanNode truth(JsonNode sent, String at) {
        if (sent.isBoolean()) {
            return (BooleanNode) sent;
        }
        if (sent.isTextual() && sent.asText().equalsIgnoreCase("true")) {
            return BooleanNode.TRUE;
        }
        if (sent.isTextual() && sent.asText().equalsIgnoreCase("false")) {
            return BooleanNode.FALSE;
        }
        throw invalid(at, "expected true or false");
    }

    private static JsonNode number(Attribute attribute, JsonNode sent, String at) {
        try {
            BigDecimal number =
                    sent.isNumber() ? sent.decimalValue() : new BigDecimal(text(sent, at).asText());
            return attribute.type() == Attribute.Type.INTEGER
                    ? NODES.numberNode(number.longValueExact())
                    : NODES.numberNode(number);
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid(at, "expected a number");
        }
    }

    private static TextNode time(TextNode sent, String at) {
        try {
            OffsetDateTime.parse(sent.asText());
            return sent;
        } catch (DateTimeException e) {
            throw invalid(at, "expected a time like 2026-01-31T08:00:00Z");
        }
    }

    private static TextNode binary(TextNode sent, String at) {
        try {
            Base64.getDecoder().decode(sent.asText());
            return sent;
        } catch (IllegalArgumentException e) {
            throw invalid(at, "expected base64");
        }
    }

    private static TextNode text(JsonNode sent, String at) {
        if (!sent.isValueNode()) {
            throw invalid(at, "expected a string");
        }
        if (sent.asText().length() > MOST_TEXT) {
            throw invalid(at, "is longer than " + MOST_TEXT + " characters");
        }
        return TextNode.valueOf(sent.asText());
    }

    private static @Nullable TextNode known(Attribute attribute, TextNode sent, String at) {
        if (sent.asText().isEmpty()) {
            return null;
        }
        if (!attribute.closed()
                || attribute.type() == Attribute.Type.REFERENCE
                || attribute.canonicalValues().isEmpty()) {
            return sent;
        }
        return attribute.canonicalValues().stream()
                .filter(v -> v.equalsIgnoreCase(sent.asText()))
                .findFirst()
                .map(TextNode::valueOf)
                .orElseThrow(
                        () ->
                                invalid(
                                        at,
                                        "is one of "
                                                + String.join(", ", attribute.canonicalValues())));
    }

    private static ScimError invalid(String at, String what) {
        return new ScimError(ScimError.Type.INVALID_VALUE, at + " " + what);
    }
}
