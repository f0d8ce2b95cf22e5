package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.webmail.scim.filter.AttributePath;
import org.mailroom.webmail.scim.filter.BadFilter;
import org.mailroom.webmail.scim.filter.FilterParser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which attributes an answer shows. RFC 7644 §3.4.2.5. */
public final class Projection {
    private final ResourceType type;

    /** Empty: not said. Keys as {@link #key}. */
    private final Set<String> wanted;

    private final Set<String> excluded;

    /**
     * What a request asks for.
     *
     * @param attributes the only ones to show, besides those always shown; blank if not said
     * @param excludedAttributes those not to show; blank if not said
     * @throws ScimError INVALID_VALUE for what is no name of an attribute, or both at once
     */
    public Projection(ResourceType type, String attributes, String excludedAttributes) {
        this.type = type;
        this.wanted = read(attributes);
        this.excluded = read(excludedAttributes);
        if (!wanted.isEmpty() && !excluded.isEmpty()) {
            throw new ScimError(
                    ScimError.Type.INVALID_VALUE, "attributes and excludedAttributes: one of them");
        }
    }

    /** What is shown unless somebody says otherwise. */
    public static Projection of(ResourceType type) {
        return new Projection(type, "", "");
    }

    private Set<String> read(String list) {
        Set<String> keys = new HashSet<>();
        if (list.length() > FilterParser.MOST_CHARACTERS) {
            throw new ScimError(ScimError.Type.INVALID_VALUE, "too many attributes");
        }
        for (String each : list.split(",", -1)) {
            if (!each.isBlank()) {
                keys.addAll(keys(each.strip()));
            }
        }
        return keys;
    }

    private List<String> keys(String name) {
        if (type.schema(name).isPresent()) {
            Schema schema = type.schema(name).get();
            return schema.equals(type.core())
                    ? schema.attributes().stream().map(a -> key("", a.name())).toList()
                    : schema.attributes().stream().map(a -> key(schema.id(), a.name())).toList();
        }
        try {
            AttributePath path = FilterParser.attribute(name);
            return type.find(path)
                    .map(
                            f ->
                                    List.of(
                                            key(
                                                    f.holder() == null ? "" : f.holder(),
                                                    f.whole().name()
                                                            + f.sub()
                                                                    .map(s -> "." + s.name())
                                                                    .orElse(""))))
                    .orElse(List.of("?")); // a name that no resource has shows nothing more
        } catch (BadFilter e) {
            throw new ScimError(ScimError.Type.INVALID_VALUE, name + ": " + e.getMessage());
        }
    }

    private static String key(String holder, String name) {
        return (holder + ":" + name).toLowerCase(Locale.ROOT);
    }

    /** Whether an attribute of the core is shown, in whole or in part: worth reading at all. */
    public boolean shows(String attribute) {
        Attribute known = type.core().attribute(attribute).orElseThrow();
        return shows("", known);
    }

    /** The same of an extension's. */
    public boolean shows(String extension, String attribute) {
        return shows(
                extension, type.schema(extension).orElseThrow().attribute(attribute).orElseThrow());
    }

    private boolean shows(String holder, Attribute attribute) {
        String key = key(holder, attribute.name());
        boolean asked =
                wanted.contains(key) || wanted.stream().anyMatch(w -> w.startsWith(key + "."));
        return switch (attribute.returned()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case REQUEST -> asked;
            case DEFAULT -> wanted.isEmpty() ? !excluded.contains(key) : asked;
        };
    }

    /** A copy with what is to be shown. */
    public ObjectNode apply(ObjectNode resource) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (Attribute attribute : type.top()) {
            show("", attribute, resource, shown);
        }
        for (Schema extension : type.extensions()) {
            if (resource.get(extension.id()) instanceof ObjectNode members) {
                ObjectNode inner = JsonNodeFactory.instance.objectNode();
                extension.attributes().forEach(a -> show(extension.id(), a, members, inner));
                if (!inner.isEmpty()) {
                    shown.set(extension.id(), inner);
                }
            }
        }
        return shown;
    }

    private void show(String holder, Attribute attribute, ObjectNode from, ObjectNode into) {
        JsonNode value = from.get(attribute.name());
        if (value != null && shows(holder, attribute)) {
            into.set(attribute.name(), parts(key(holder, attribute.name()), value));
        }
    }

    private JsonNode parts(String key, JsonNode value) {
        List<String> hidden = below(excluded, key);
        List<String> only = wanted.contains(key) ? List.of() : below(wanted, key);
        if (hidden.isEmpty() && only.isEmpty()) {
            return value;
        }
        if (value instanceof ArrayNode values) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            values.forEach(v -> copy.add(parts(key, v)));
            return copy;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey().toLowerCase(Locale.ROOT);
            if (!hidden.contains(name) && (only.isEmpty() || only.contains(name))) {
                copy.set(member.getKey(), member.getValue());
            }
        }
        return copy;
    }

    private static List<String> below(Set<String> keys, String key) {
        List<String> names = new ArrayList<>();
        for (String each : keys) {
            if (each.startsWith(key + ".")) {
                names.add(each.substring(key.length() + 1));
            }
        }
        return names;
    }
}
