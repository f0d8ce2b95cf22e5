package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.schema.Attribute.Mutability;
import org.mailroom.webmail.scim.schema.PatchChange.Operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Carries out the changes of a PATCH upon a resource. RFC 7644 §3.5.2. */
public final class Patching {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ResourceType type;
    private final ObjectNode resource;

    private Patching(ResourceType type, ObjectNode resource) {
        this.type = type;
        this.resource = resource;
    }

    /**
     * The resource as it is after the changes; the one handed in stays as it is.
     *
     * @throws ScimError INVALID_PATH, NO_TARGET, MUTABILITY, INVALID_VALUE
     */
    public static ObjectNode apply(
            ResourceType type, ObjectNode resource, List<PatchChange> changes) {
        Patching patching = new Patching(type, resource.deepCopy());
        changes.forEach(patching::apply);
        return patching.resource;
    }

    private void apply(PatchChange change) {
        Optional<ResourceType.Found> known = type.find(change.path().attribute());
        if (known.isEmpty()) {
            if (change.named()) {
                throw new ScimError(
                        ScimError.Type.INVALID_PATH,
                        "there is no attribute " + change.path().attribute());
            }
            return; // as in a whole resource, what no schema knows is left out
        }
        ResourceType.Found found = known.get();
        Optional<Attribute> sub = found.sub().or(() -> subBehindFilter(change, found.whole()));
        if (readOnly(found.whole()) || sub.filter(Patching::readOnly).isPresent()) {
            if (change.named()) {
                throw new ScimError(
                        ScimError.Type.MUTABILITY, change.path().attribute() + " is read-only");
            }
            return;
        }
        change.path().filter().ifPresent(f -> Matching.checkValue(type, complex(found), f));
        ObjectNode holder = holder(found);
        if (change.operation() == Operation.REMOVE) {
            remove(holder, found.whole(), sub, change);
        } else {
            set(holder, found.whole(), sub, change);
        }
        if (found.holder() != null && holder.isEmpty()) {
            resource.remove(found.holder());
        }
    }

    private static boolean readOnly(Attribute attribute) {
        return attribute.mutability() == Mutability.READ_ONLY;
    }

    private static Attribute complex(ResourceType.Found found) {
        if (found.whole().type() != Attribute.Type.COMPLEX) {
            throw new ScimError(
                    ScimError.Type.INVALID_PATH, found.whole().name() + " has no sub-attributes");
        }
        return found.whole();
    }

    private static Optional<Attribute> subBehindFilter(PatchChange change, Attribute whole) {
        return change.path()
                .sub()
                .map(
                        name ->
                                whole.sub(name)
                                        .orElseThrow(
                                                () ->
                                                        new ScimError(
                                                                ScimError.Type.INVALID_PATH,
                                                                whole.name()
                                                                        + " has no sub-attribute "
                                                                        + name)));
    }

    private ObjectNode holder(ResourceType.Found found) {
        return found.holder() == null ? resource : resource.withObject(pointer(found.holder()));
    }

    private static com.fasterxml.jackson.core.JsonPointer pointer(String member) {
        return com.fasterxml.jackson.core.JsonPointer.empty().appendProperty(member);
    }

    private void remove(
            ObjectNode holder, Attribute whole, Optional<Attribute> sub, PatchChange change) {
        if (change.path().filter().isPresent() || (sub.isPresent() && whole.multiValued())) {
            List<ObjectNode> meant = meant(holder, whole, change.path().filter());
            if (sub.isPresent()) {
                meant.forEach(v -> v.remove(sub.get().name()));
            } else {
                Set<JsonNode> gone = Collections.newSetFromMap(new IdentityHashMap<>());
                gone.addAll(meant);
                keep(holder, whole, v -> !gone.contains(v));
            }
        } else if (sub.isPresent()) {
            if (holder.get(whole.name()) instanceof ObjectNode complex) {
                complex.remove(sub.get().name());
            }
        } else if (whole.multiValued() && !change.value().isMissingNode()) {
            // Entra ID: the values to be removed instead of a filter
            List<String> gone = new ArrayList<>();
            Optional.ofNullable(Reading.value(whole, change.value(), whole.name()))
                    .ifPresent(all -> all.forEach(v -> gone.add(identity(v))));
            keep(holder, whole, v -> !gone.contains(identity(v)));
        } else {
            if (whole.required()) {
                throw new ScimError(ScimError.Type.MUTABILITY, whole.name() + " is required");
            }
            holder.remove(whole.name());
        }
    }

    private static void keep(
            ObjectNode holder, Attribute whole, java.util.function.Predicate<JsonNode> which) {
        ArrayNode kept = NODES.arrayNode();
        holder.path(whole.name()).valueStream().filter(which).forEach(kept::add);
        if (kept.isEmpty()) {
            holder.remove(whole.name());
        } else {
            holder.set(whole.name(), kept);
        }
    }

    private void set(
            ObjectNode holder, Attribute whole, Optional<Attribute> sub, PatchChange change) {
        Optional<Filter> filter = change.path().filter();
        if (filter.isPresent() || (sub.isPresent() && whole.multiValued())) {
            setWithin(holder, whole, sub, change);
            return;
        }
        if (sub.isPresent()) {
            JsonNode value = read(sub.get(), change);
            ObjectNode complex = holder.withObject(pointer(whole.name()));
            setOrRemove(complex, sub.get().name(), value);
            if (complex.isEmpty()) {
                holder.remove(whole.name());
            }
            return;
        }
        JsonNode value = read(whole, change);
        if (value == null) {
            if (change.operation() == Operation.REPLACE) {
                holder.remove(whole.name());
            }
        } else if (whole.multiValued() && change.operation() == Operation.ADD) {
            append(holder, whole, (ArrayNode) value);
        } else if (!whole.multiValued() && value instanceof ObjectNode parts) {
            // RFC 7644 §3.5.2.3: sub-attributes that are not said stay
            ObjectNode complex = holder.withObject(pointer(whole.name()));
            complex.setAll(parts);
        } else {
            holder.set(whole.name(), value);
        }
    }

    private static @Nullable JsonNode read(Attribute attribute, PatchChange change) {
        return Reading.value(attribute, change.value(), change.path().attribute().toString());
    }

    /** Sets some of the values of an attribute, or a sub-attribute of those. */
    private void setWithin(
            ObjectNode holder, Attribute whole, Optional<Attribute> sub, PatchChange change) {
        Optional<Filter> filter = change.path().filter();
        List<ObjectNode> meant = meant(holder, whole, filter);
        if (meant.isEmpty()) {
            // RFC 7644 §3.5.2.3; to add is to make the value that the filter describes
            if (filter.isPresent() && change.operation() == Operation.REPLACE) {
                throw new ScimError(
                        ScimError.Type.NO_TARGET, "no value fulfils " + change.path().text());
            }
            ObjectNode made = NODES.objectNode();
            filter.ifPresent(f -> described(whole, f, made));
            ArrayNode values = holder.withArray(pointer(whole.name()));
            values.add(made);
            meant = List.of(made);
        }
        for (ObjectNode value : meant) {
            if (sub.isPresent()) {
                setOrRemove(value, sub.get().name(), read(sub.get(), change));
            } else {
                ObjectNode before = value.deepCopy();
                ObjectNode fixed = NODES.objectNode();
                filter.ifPresent(f -> described(whole, f, fixed));
                if (change.operation() == Operation.REPLACE) {
                    value.removeAll();
                    value.setAll(fixed);
                }
                JsonNode parts = first(read(whole, change));
                if (parts instanceof ObjectNode object) {
                    value.setAll(object);
                } else {
                    value.setAll(before);
                }
            }
        }
        keepOnePrimary(holder, whole, meant);
    }

    private static @Nullable JsonNode first(@Nullable JsonNode node) {
        return node instanceof ArrayNode array && !array.isEmpty() ? array.get(0) : node;
    }

    private static void setOrRemove(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }

    /** What a filter says by eq that a value must have. */
    private static void described(Attribute whole, Filter filter, ObjectNode into) {
        switch (filter) {
            case Filter.And and -> and.all().forEach(f -> described(whole, f, into));
            case Filter.Compare c when c.operator() == Filter.Operator.EQ ->
                    whole.sub(c.path().name())
                            .ifPresent(
                                    s ->
                                            setOrRemove(
                                                    into,
                                                    s.name(),
                                                    Reading.value(s, c.value(), "")));
            default -> {
                // says nothing definite
            }
        }
    }

    private List<ObjectNode> meant(ObjectNode holder, Attribute whole, Optional<Filter> filter) {
        List<ObjectNode> meant = new ArrayList<>();
        JsonNode values = holder.path(whole.name());
        List<JsonNode> all = values.isObject() ? List.of(values) : values.valueStream().toList();
        for (JsonNode value : all) {
            if (value instanceof ObjectNode object
                    && filter.map(f -> Matching.testValue(whole, f, object)).orElse(true)) {
                meant.add(object);
            }
        }
        return meant;
    }

    /** Adds values; one that is there already takes on what is new of it. */
    private void append(ObjectNode holder, Attribute whole, ArrayNode added) {
        ArrayNode values = holder.withArray(pointer(whole.name()));
        List<ObjectNode> touched = new ArrayList<>();
        for (JsonNode one : added) {
            Optional<JsonNode> there =
                    values.valueStream().filter(v -> identity(v).equals(identity(one))).findFirst();
            if (there.isPresent() && there.get() instanceof ObjectNode object) {
                object.setAll((ObjectNode) one);
                touched.add(object);
            } else if (there.isEmpty()) {
                values.add(one);
                if (one instanceof ObjectNode object) {
                    touched.add(object);
                }
            }
        }
        keepOnePrimary(holder, whole, touched);
    }

    /** What makes two values one: all that tells apart, not what describes. */
    private static String identity(JsonNode value) {
        if (!value.isObject()) {
            return value.asText();
        }
        if (value.has("value")) {
            return String.join(
                    "\n",
                    value.path("value").asText(),
                    value.path("type").asText(),
                    value.path("name").asText(),
                    value.path("kind").asText());
        }
        ObjectNode bare = ((ObjectNode) value).deepCopy();
        bare.remove("primary");
        return bare.toString();
    }

    // RFC 7644 §3.5.2: a new primary value takes it from the others
    private static void keepOnePrimary(
            ObjectNode holder, Attribute whole, List<ObjectNode> touched) {
        List<ObjectNode> primary =
                touched.stream().filter(v -> v.path("primary").asBoolean()).toList();
        if (primary.size() == 1) {
            Set<JsonNode> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
            chosen.addAll(primary);
            for (JsonNode other : holder.path(whole.name())) {
                if (!chosen.contains(other)
                        && Objects.equals(other.get("primary"), BooleanNode.TRUE)) {
                    ((ObjectNode) other).put("primary", false);
                }
            }
        }
    }

    /** Whether two resources say the same, whatever the order of their members. */
    public static boolean same(JsonNode one, JsonNode other) {
        return sorted(one).equals(sorted(other));
    }

    private static JsonNode sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            copy.set(member.getKey(), sorted(member.getValue()));
        }
        return copy;
    }
}
