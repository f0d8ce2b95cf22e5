package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.People;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Many operations in one request, in order. An operation may speak of what another one makes,
 * before or behind it, by that one's bulkId; those that are in a circle are made without each other
 * first. People are made many at a time. RFC 7644 §3.7.
 */
final class Bulk {
    private static final String REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final String REFERENCE = "bulkId:";

    private final UserResources users;
    private final GroupResources groups;
    private final Request request;

    /** Ids of what has been made, by bulkId. */
    private final Map<String, String> made = new HashMap<>();

    /** BulkIds of what is still to be made. */
    private final Set<String> open = new HashSet<>();

    private final List<Answered> answers = new ArrayList<>();
    private final long failOnErrors;
    private long errors;

    private record Answered(int index, ObjectNode node) {}

    private record Operation(
            int index, String method, String path, String bulkId, String version, JsonNode data) {
        boolean makesUser() {
            return method.equals("POST") && path.equals(Schemas.USERS.endpoint());
        }
    }

    private Bulk(UserResources users, GroupResources groups, long failOnErrors, Request request) {
        this.users = users;
        this.groups = groups;
        this.failOnErrors = failOnErrors;
        this.request = request;
    }

    /** The response to a bulk request. */
    static ObjectNode run(
            JsonNode body, UserResources users, GroupResources groups, int most, Request request) {
        if (body.path("schemas").valueStream().noneMatch(s -> s.asText().equals(REQUEST))) {
            throw new ScimError(ScimError.Type.INVALID_SYNTAX, "schemas: expected " + REQUEST);
        }
        JsonNode operations = body.path("Operations");
        if (!operations.isArray() || operations.isEmpty()) {
            throw new ScimError(ScimError.Type.INVALID_SYNTAX, "Operations: expected an array");
        }
        if (operations.size() > most) {
            throw new ScimError(413, "at most " + most + " operations, as maxOperations says");
        }
        long fail = body.path("failOnErrors").asLong(0);
        Bulk bulk = new Bulk(users, groups, fail > 0 ? fail : Long.MAX_VALUE, request);
        List<Operation> all = new ArrayList<>();
        operations.forEach(sent -> all.add(operation(all.size(), sent)));
        unique(all);
        bulk.run(all);
        ObjectNode answer = ScimJson.object();
        answer.putArray("schemas").add(RESPONSE);
        ArrayNode answers = answer.putArray("Operations");
        bulk.answers.stream()
                .sorted(Comparator.comparingInt(Answered::index))
                .forEach(a -> answers.add(a.node()));
        return answer;
    }

    private static Operation operation(int index, JsonNode sent) {
        String path = sent.path("path").asText();
        return new Operation(
                index,
                sent.path("method").asText().toUpperCase(Locale.ROOT),
                path.startsWith("/") ? path : "/" + path,
                sent.path("bulkId").asText(),
                sent.path("version").asText(),
                sent.path("data"));
    }

    private static void unique(List<Operation> all) {
        Set<String> ids = new HashSet<>();
        for (Operation o : all) {
            if (!o.bulkId().isEmpty() && !ids.add(o.bulkId())) {
                throw new ScimError(
                        ScimError.Type.INVALID_VALUE,
                        "the bulkId " + o.bulkId() + " is here twice");
            }
        }
    }

    private void run(List<Operation> all) {
        List<Operation> waiting = new ArrayList<>(all);
        all.stream()
                .filter(o -> o.method().equals("POST") && !o.bulkId().isEmpty())
                .forEach(o -> open.add(o.bulkId()));
        while (!waiting.isEmpty() && errors < failOnErrors) {
            List<Operation> later = new ArrayList<>();
            int before = waiting.size();
            pass(waiting, later);
            if (later.size() == before) {
                circle(later);
            }
            waiting = later;
        }
    }

    /** Does what can be done; what speaks of something to come is put off. */
    private void pass(List<Operation> waiting, List<Operation> later) {
        List<Operation> people = new ArrayList<>();
        for (Operation o : waiting) {
            if (errors >= failOnErrors) {
                return;
            }
            Set<String> needed = references(o);
            needed.retainAll(open);
            if (o.makesUser() && needed.isEmpty() && people.size() < People.MOST_AT_ONCE) {
                people.add(o);
                continue;
            }
            create(people);
            people.clear();
            needed.retainAll(open);
            if (!needed.isEmpty()) {
                later.add(o);
            } else if (o.makesUser()) {
                people.add(o);
            } else {
                one(o);
            }
        }
        create(people);
    }

    /** All of them at once; one by one if that is refused. */
    private void create(List<Operation> people) {
        if (people.size() > 1) {
            try {
                List<Shown> all =
                        users.createAll(
                                people.stream().map(o -> resolved(o.data())).toList(), request);
                for (int i = 0; i < all.size(); i++) {
                    done(people.get(i), 201, Optional.of(all.get(i)));
                }
                return;
            } catch (ScimError | Refused e) {
                // one of them: it gets its own answer below
            }
        }
        for (Operation o : people) {
            if (errors < failOnErrors) {
                one(o);
            }
        }
    }

    /** Those left wait for each other: the first that can is made without what it waits for. */
    private void circle(List<Operation> later) {
        for (int i = 0; i < later.size(); i++) {
            Operation o = later.get(i);
            if (o.path().equals(Schemas.GROUPS.endpoint()) && o.data().has("members")) {
                ObjectNode bare = o.data().deepCopy();
                JsonNode members = bare.remove("members");
                one(new Operation(o.index(), o.method(), o.path(), o.bulkId(), o.version(), bare));
                if (made.containsKey(o.bulkId())) {
                    ObjectNode patch = ScimJson.object();
                    patch.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
                    patch.putArray("Operations")
                            .addObject()
                            .put("op", "add")
                            .put("path", "members")
                            .set("value", members);
                    later.set(
                            i,
                            new Operation(
                                    o.index(),
                                    "PATCH",
                                    Schemas.GROUPS.endpoint() + "/" + made.get(o.bulkId()),
                                    "",
                                    "",
                                    patch));
                } else {
                    later.remove(i);
                }
                return;
            }
        }
        for (Operation o : later) {
            failed(o, new ScimError(409, "waits for what waits for it"));
        }
        later.clear();
    }

    private static Set<String> references(Operation o) {
        Set<String> ids = new HashSet<>();
        collect(o.data(), ids);
        for (String part : o.path().split("/")) {
            if (part.startsWith(REFERENCE)) {
                ids.add(part.substring(REFERENCE.length()));
            }
        }
        ids.remove(o.bulkId());
        return ids;
    }

    private static void collect(JsonNode node, Set<String> into) {
        if (node.isTextual() && node.asText().startsWith(REFERENCE)) {
            into.add(node.asText().substring(REFERENCE.length()));
        }
        node.forEach(child -> collect(child, into));
    }

    /** With ids in place of bulkIds. */
    private JsonNode resolved(JsonNode node) {
        if (node.isTextual() && node.asText().startsWith(REFERENCE)) {
            return TextNode.valueOf(id(node.asText()));
        }
        if (node.isArray()) {
            ArrayNode copy = ScimJson.object().arrayNode();
            node.forEach(child -> copy.add(resolved(child)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = ScimJson.object();
            node.properties().forEach(m -> copy.set(m.getKey(), resolved(m.getValue())));
            return copy;
        }
        return node;
    }

    // RFC 7644 §3.7.2: a reference to what was not made is a conflict
    private String id(String reference) {
        String id = made.get(reference.substring(REFERENCE.length()));
        if (id == null) {
            throw new ScimError(409, reference + " was not made");
        }
        return id;
    }

    private void one(Operation o) {
        try {
            String[] parts = o.path().substring(1).split("/", -1);
            Resources resources = resources(parts[0]);
            JsonNode data = resolved(o.data());
            Precondition precondition =
                    new Precondition(Optional.of(o.version()).filter(v -> !v.isEmpty()));
            if (parts.length == 1) {
                if (!o.method().equals("POST")) {
                    throw new ScimError(405, o.method() + " is not done to all of them");
                }
                done(o, 201, Optional.of(resources.create(data, request)));
                return;
            }
            String name = parts[1].startsWith(REFERENCE) ? id(parts[1]) : parts[1];
            var id =
                    UserReader.id(name)
                            .filter(known -> parts.length == 2)
                            .orElseThrow(() -> new ScimError(404, "There is no " + o.path()));
            switch (o.method()) {
                case "PUT" ->
                        done(
                                o,
                                200,
                                Optional.of(resources.replace(id, data, precondition, request)));
                case "PATCH" ->
                        done(o, 200, Optional.of(resources.patch(id, data, precondition, request)));
                case "DELETE" -> {
                    resources.delete(id, precondition, request);
                    done(o, 204, Optional.empty());
                }
                default -> throw new ScimError(405, o.method() + " is not done in bulk");
            }
        } catch (RuntimeException e) {
            failed(o, Refusals.of(e));
        }
    }

    private Resources resources(String name) {
        return switch (name) {
            case "Users" -> users;
            case "Groups" -> groups;
            default -> throw new ScimError(404, "There is no /" + name);
        };
    }

    private ObjectNode answer(Operation o, int status) {
        ObjectNode answer = ScimJson.object().put("method", o.method());
        answers.add(new Answered(o.index(), answer));
        open.remove(o.bulkId());
        if (!o.bulkId().isEmpty()) {
            answer.put("bulkId", o.bulkId());
        }
        return answer.put("status", Integer.toString(status));
    }

    private void done(Operation o, int status, Optional<Shown> shown) {
        ObjectNode answer = answer(o, status);
        shown.ifPresent(
                s -> {
                    answer.put("location", s.json().path("meta").path("location").asText());
                    answer.put("version", s.version());
                    if (status == 201 && !o.bulkId().isEmpty()) {
                        made.put(o.bulkId(), s.id().toString());
                    }
                });
        if (status != 201) {
            answer.putIfAbsent("location", TextNode.valueOf(request.base() + o.path()));
        }
    }

    private void failed(Operation o, ScimError e) {
        errors++;
        ObjectNode answer = answer(o, e.status());
        if (!o.method().equals("POST")) {
            answer.put("location", request.base() + o.path());
        }
        answer.set("response", ScimJson.error(e));
    }
}
