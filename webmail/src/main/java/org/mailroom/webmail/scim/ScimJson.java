package org.mailroom.webmail.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.webmail.scim.schema.ScimError;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Messages of the protocol, as JSON. */
final class ScimJson {
    static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int TAG_BYTES = 10;

    private ScimJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** RFC 7644 §3.12. */
    static ObjectNode error(ScimError e) {
        ObjectNode node = object();
        node.putArray("schemas").add(ERROR);
        if (!e.type().wire().isEmpty()) {
            node.put("scimType", e.type().wire());
        }
        return node.put("detail", String.valueOf(e.getMessage()))
                .put("status", Integer.toString(e.status()));
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@link #text} made; an empty object of what is empty. */
    static ObjectNode read(String text) {
        try {
            return !text.isEmpty() && MAPPER.readTree(text) instanceof ObjectNode node
                    ? node
                    : object();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was kept is no JSON", e);
        }
    }

    static String text(ObjectNode node) {
        return node.isEmpty() ? "" : node.toString();
    }

    /** A weak entity tag: the same for resources that say the same. */
    static String tag(ObjectNode node) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(sorted(node).toString().getBytes(StandardCharsets.UTF_8));
            return "W/\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> members = new TreeMap<>();
        node.properties().forEach(m -> members.put(m.getKey(), sorted(m.getValue())));
        ObjectNode copy = object();
        members.forEach(copy::set);
        return copy;
    }
}
