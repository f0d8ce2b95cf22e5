package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.scim.filter.AttributePath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of resource: where it is found and which schemas it has. RFC 7643 §6.
 *
 * @param endpoint as {@code /Users}
 */
public record ResourceType(
        String name, String endpoint, String description, Schema core, List<Schema> extensions) {

    /** Attributes that every resource has. RFC 7643 §3.1. */
    private static final List<Attribute> COMMON =
            List.of(
                    Attribute.reference("schemas", "The URIs of the resource's schemas.", "uri")
                            .many()
                            .returned(Attribute.Returned.ALWAYS),
                    Attribute.string("id", "The server's name for the resource.")
                            .exact()
                            .readOnly()
                            .returned(Attribute.Returned.ALWAYS)
                            .unique(),
                    Attribute.string("externalId", "The client's name for the resource.").exact(),
                    Attribute.complex(
                                    "meta",
                                    "About the resource.",
                                    Attribute.string("resourceType", "Its kind.").exact(),
                                    Attribute.dateTime("created", "When it was made."),
                                    Attribute.dateTime("lastModified", "When it last changed."),
                                    Attribute.reference("location", "Where it is.", "uri"),
                                    Attribute.string("version", "Its entity tag.").exact())
                            .readOnly());

    public ResourceType {
        extensions = List.copyOf(extensions);
    }

    /**
     * An attribute as a path means it.
     *
     * @param holder URI of the extension it is in; null for the core and common ones
     * @param whole the attribute itself
     * @param sub its sub-attribute, when the path says one
     */
    public record Found(@Nullable String holder, Attribute whole, Optional<Attribute> sub) {

        /** The attribute that the path ends at. */
        public Attribute last() {
            return sub.orElse(whole);
        }

        /** The object of the resource that the attribute is a member of; null if there is none. */
        @Nullable JsonNode holderIn(JsonNode resource) {
            return holder == null ? resource : resource.get(holder);
        }
    }

    /** Finds an attribute; without a schema the core is meant, then each extension. */
    public Optional<Found> find(AttributePath path) {
        for (Schema schema : schemas()) {
            if (path.schema().isPresent() && !path.schema().get().equalsIgnoreCase(schema.id())) {
                continue;
            }
            Optional<Attribute> whole = schema.attribute(path.name());
            if (whole.isEmpty() && schema.equals(core)) {
                whole = common(path.name());
            }
            if (whole.isPresent()) {
                Optional<Attribute> sub = path.sub().flatMap(whole.get()::sub);
                return path.sub().isPresent() && sub.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Found(holder(schema), whole.get(), sub));
            }
        }
        return Optional.empty();
    }

    private @Nullable String holder(Schema schema) {
        return schema.equals(core) ? null : schema.id();
    }

    private static Optional<Attribute> common(String name) {
        return COMMON.stream().filter(a -> a.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The core schema, then the extensions. */
    public List<Schema> schemas() {
        List<Schema> all = new ArrayList<>(extensions);
        all.addFirst(core);
        return all;
    }

    /** A schema by its URI, without regard to case. */
    public Optional<Schema> schema(String id) {
        return schemas().stream().filter(s -> s.id().equalsIgnoreCase(id)).findFirst();
    }

    /** Attributes outside extensions: the common ones, then the core's. */
    List<Attribute> top() {
        List<Attribute> all = new ArrayList<>(COMMON);
        all.addAll(core.attributes());
        return all;
    }

    /** The resource type as a resource. */
    public ObjectNode json(String location) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ResourceType");
        node.put("id", name).put("name", name).put("endpoint", endpoint);
        node.put("description", description).put("schema", core.id());
        extensions.forEach(
                e ->
                        node.withArray("schemaExtensions")
                                .addObject()
                                .put("schema", e.id())
                                .put("required", false));
        node.putObject("meta").put("resourceType", "ResourceType").put("location", location);
        return node;
    }
}
