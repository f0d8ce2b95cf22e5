package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.webmail.scim.schema.ResourceType;
import org.mailroom.webmail.scim.schema.Schema;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.List;

/** What this server can do, and what its resources look like. RFC 7643 §5-7, RFC 7644 §4. */
final class Discovery {
    private static final List<ResourceType> TYPES = List.of(Schemas.USERS, Schemas.GROUPS);

    private final ScimSettings settings;
    private final long mostBody;

    Discovery(ScimSettings settings, long mostBody) {
        this.settings = settings;
        this.mostBody = mostBody;
    }

    ObjectNode configuration(String base) {
        ObjectNode node = ScimJson.object();
        node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
        node.putObject("patch").put("supported", true);
        node.putObject("bulk")
                .put("supported", true)
                .put("maxOperations", settings.bulkOperations())
                .put("maxPayloadSize", mostBody);
        node.putObject("filter").put("supported", true).put("maxResults", settings.pageSize());
        node.putObject("changePassword").put("supported", true);
        node.putObject("sort").put("supported", true);
        node.putObject("etag").put("supported", true);
        node.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "API token")
                .put("description", "A token with the scope scim, or scim:read to read only.")
                .put("specUri", "https://www.rfc-editor.org/info/rfc6750")
                .put("primary", true);
        node.putObject("meta")
                .put("resourceType", "ServiceProviderConfig")
                .put("location", base + "/ServiceProviderConfig");
        return node;
    }

    ObjectNode types(String base) {
        return list(TYPES.stream().map(t -> t.json(typeAt(base, t))).toList());
    }

    ObjectNode type(String name, String base) {
        return TYPES.stream()
                .filter(t -> t.name().equalsIgnoreCase(name))
                .findFirst()
                .map(t -> t.json(typeAt(base, t)))
                .orElseThrow(() -> new ScimError(404, "There is no ResourceType " + name));
    }

    private static String typeAt(String base, ResourceType type) {
        return base + "/ResourceTypes/" + type.name();
    }

    private static List<Schema> all() {
        return TYPES.stream().flatMap(t -> t.schemas().stream()).toList();
    }

    ObjectNode schemas(String base) {
        return list(all().stream().map(s -> s.json(schemaAt(base, s))).toList());
    }

    ObjectNode schema(String id, String base) {
        return all().stream()
                .filter(s -> s.id().equalsIgnoreCase(id))
                .findFirst()
                .map(s -> s.json(schemaAt(base, s)))
                .orElseThrow(() -> new ScimError(404, "There is no Schema " + id));
    }

    private static String schemaAt(String base, Schema schema) {
        return base + "/Schemas/" + schema.id();
    }

    private static ObjectNode list(List<ObjectNode> all) {
        ObjectNode node = ScimJson.object();
        node.putArray("schemas").add(ScimJson.LIST);
        node.put("totalResults", all.size()).put("itemsPerPage", all.size()).put("startIndex", 1);
        all.forEach(node.putArray("Resources")::add);
        return node;
    }
}
