package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * The attributes that a URI stands for. RFC 7643 §7.
 *
 * @param id its URI
 */
public record Schema(String id, String name, String description, List<Attribute> attributes) {
    public static final String OF_SCHEMAS = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    public Schema {
        attributes = List.copyOf(attributes);
    }

    /** An attribute by name, without regard to case. */
    public Optional<Attribute> attribute(String wanted) {
        return attributes.stream().filter(a -> a.name().equalsIgnoreCase(wanted)).findFirst();
    }

    /** The schema as a resource. */
    public ObjectNode json(String location) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add(OF_SCHEMAS);
        node.put("id", id).put("name", name).put("description", description);
        attributes.forEach(a -> node.withArray("attributes").add(a.json()));
        node.putObject("meta").put("resourceType", "Schema").put("location", location);
        return node;
    }
}
