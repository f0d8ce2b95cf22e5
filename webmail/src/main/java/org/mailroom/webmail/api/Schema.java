package org.mailroom.webmail.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.mailroom.webmail.http.Problem.Fault;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds values against the schemas of a contract: the part of JSON Schema that ours uses. A keyword
 * it does not know is an error when the contract is read, so that nothing is written there and not
 * enforced.
 */
final class Schema {
    private static final int MOST_FAULTS = 20;

    /** Keywords that say something to people only. */
    private static final Set<String> WORDS =
            Set.of("description", "title", "example", "examples", "default", "deprecated");

    private static final Set<String> KEYWORDS =
            Set.of(
                    "$ref",
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "propertyNames",
                    "minProperties",
                    "maxProperties",
                    "items",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "enum",
                    "minimum",
                    "maximum",
                    "format",
                    "readOnly",
                    "writeOnly");

    private static final String COMPONENTS = "#/components/schemas/";

    private final JsonNode components;
    private final Map<String, Pattern> patterns = new HashMap<>();

    /**
     * @param components the schemas by name, all of which are checked
     */
    Schema(JsonNode components) {
        this.components = components;
        components.properties().forEach(e -> check(e.getValue(), e.getKey()));
    }

    /** Refuses a schema that says what we would not enforce. */
    void check(JsonNode schema, String where) {
        schema.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!KEYWORDS.contains(name) && !WORDS.contains(name)) {
                                throw new IllegalArgumentException(where + ": " + name);
                            }
                        });
        if (schema.has("$ref")) {
            resolve(schema);
        }
        if (schema.has("pattern")) {
            String text = schema.get("pattern").textValue();
            patterns.put(text, Pattern.compile(text));
        }
        schema.path("properties")
                .properties()
                .forEach(e -> check(e.getValue(), where + "/" + e.getKey()));
        for (String inner : List.of("items", "additionalProperties", "propertyNames")) {
            if (schema.path(inner).isObject()) {
                check(schema.get(inner), where + "/" + inner);
            }
        }
    }

    /** What is wrong with a value; the first faults only. */
    List<Fault> faults(JsonNode schema, JsonNode value) {
        List<Fault> faults = new ArrayList<>();
        walk(resolve(schema), value, "", faults);
        return faults.size() > MOST_FAULTS ? faults.subList(0, MOST_FAULTS) : faults;
    }

    JsonNode resolve(JsonNode schema) {
        JsonNode found = schema;
        while (found.has("$ref")) {
            String ref = found.get("$ref").textValue();
            found = components.path(ref.substring(COMPONENTS.length()));
            if (!ref.startsWith(COMPONENTS) || found.isMissingNode()) {
                throw new IllegalArgumentException("no schema " + ref);
            }
        }
        return found;
    }

    private void walk(JsonNode unresolved, JsonNode value, String at, List<Fault> faults) {
        if (faults.size() > MOST_FAULTS) {
            return;
        }
        JsonNode schema = resolve(unresolved);
        String wanted = type(schema, value);
        if (!wanted.isEmpty()) {
            faults.add(new Fault(at, "is no " + wanted));
            return;
        }
        if (schema.has("enum") && !among(schema.get("enum"), value)) {
            faults.add(new Fault(at, "is none of " + schema.get("enum")));
        }
        switch (value.getNodeType()) {
            case OBJECT -> object(schema, value, at, faults);
            case ARRAY -> array(schema, value, at, faults);
            case STRING -> text(schema, value.textValue(), at, faults);
            case NUMBER -> number(schema, value, at, faults);
            default -> {
                // Booleans and nulls are whatever their type says.
            }
        }
    }

    /** Empty if the type fits; else the one that was wanted. */
    private static String type(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return "";
        }
        if (type.isTextual()) {
            return is(type.textValue(), value) ? "" : type.textValue();
        }
        List<String> all = new ArrayList<>();
        for (JsonNode one : type) {
            if (is(one.textValue(), value)) {
                return "";
            }
            all.add(one.textValue());
        }
        return String.join(" or ", all);
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private static boolean among(JsonNode allowed, JsonNode value) {
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void object(JsonNode schema, JsonNode value, String at, List<Fault> faults) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.textValue())) {
                faults.add(new Fault(at + "/" + name.textValue(), "is missing"));
            }
        }
        bounds(schema, "Properties", value.size(), at, "fields", faults);
        JsonNode known = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = field.getKey();
            String inner = at + "/" + name.replace("~", "~0").replace("/", "~1");
            if (schema.has("propertyNames")) {
                text(schema.get("propertyNames"), name, at, faults);
            }
            if (known.has(name)) {
                walk(known.get(name), field.getValue(), inner, faults);
            } else if (others.isObject()) {
                walk(others, field.getValue(), inner, faults);
            } else if (others.isBoolean() && !others.booleanValue()) {
                faults.add(new Fault(cut(inner), "is not known here"));
            }
        }
    }

    private static String cut(String pointer) {
        return pointer.length() <= 200 ? pointer : pointer.substring(0, 200) + "…";
    }

    private void array(JsonNode schema, JsonNode value, String at, List<Fault> faults) {
        bounds(schema, "Items", value.size(), at, "items", faults);
        if (value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
            return;
        }
        if (schema.path("uniqueItems").asBoolean(false)) {
            Set<JsonNode> seen = new HashSet<>();
            value.forEach(seen::add);
            if (seen.size() < value.size()) {
                faults.add(new Fault(at, "holds something twice"));
            }
        }
        if (schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                walk(schema.get("items"), value.get(i), at + "/" + i, faults);
            }
        }
    }

    private void text(JsonNode schema, String value, String at, List<Fault> faults) {
        int length = value.codePointCount(0, value.length());
        bounds(schema, "Length", length, at, "characters", faults);
        if (length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
            return;
        }
        if (schema.has("pattern")) {
            Pattern pattern = patterns.get(schema.get("pattern").textValue());
            if (pattern == null || !pattern.matcher(value).find()) {
                faults.add(new Fault(at, "is not of the documented form"));
            }
        }
        if (schema.path("format").asText("").equals("date-time") && !isMoment(value)) {
            faults.add(new Fault(at, "is no moment such as 2026-05-04T08:00:00Z"));
        }
    }

    /** RFC 3339 §5.6. */
    private static boolean isMoment(String value) {
        try {
            int year = OffsetDateTime.parse(value).getYear();
            return year >= 0 && year <= 9999;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void number(JsonNode schema, JsonNode value, String at, List<Fault> faults) {
        double number = value.doubleValue();
        if (number < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)) {
            faults.add(new Fault(at, "is less than " + schema.get("minimum")));
        }
        if (number > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)) {
            faults.add(new Fault(at, "is more than " + schema.get("maximum")));
        }
    }

    private static void bounds(
            JsonNode schema, String of, int count, String at, String unit, List<Fault> faults) {
        int least = schema.path("min" + of).asInt(0);
        int most = schema.path("max" + of).asInt(Integer.MAX_VALUE);
        if (count < least) {
            faults.add(new Fault(at, "has fewer than " + least + " " + unit));
        } else if (count > most) {
            faults.add(new Fault(at, "has more than " + most + " " + unit));
        }
    }
}
