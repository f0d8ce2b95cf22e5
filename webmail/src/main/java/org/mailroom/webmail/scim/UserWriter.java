package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.provision.Link;
import org.mailroom.webmail.scim.schema.Schemas;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes people as User resources. RFC 7643 §4.1, §4.3. */
final class UserWriter {
    private static final int PAGE = 500;

    /** Most relations and groups that are shown of one person. */
    private static final int MOST = 10_000;

    private final Relations relations;
    private final Groups groups;
    private final Directory directory;
    private final InstantSource clock;

    UserWriter(Relations relations, Groups groups, Directory directory, InstantSource clock) {
        this.directory = directory;
        this.relations = relations;
        this.groups = groups;
        this.clock = clock;
    }

    /** Without relations, groups, version and location: what most filters ask for. */
    ObjectNode light(Person person, Optional<Link> link) {
        ObjectNode node = ScimJson.object();
        ArrayNode schemas = node.putArray("schemas").add(Schemas.USER);
        node.put("id", person.id().toString());
        link.flatMap(Link::externalId).ifPresent(e -> node.put("externalId", e));
        node.setAll(link.map(l -> ScimJson.read(l.document())).orElseGet(ScimJson::object));
        if (node.has(Schemas.ENTERPRISE)) {
            schemas.add(Schemas.ENTERPRISE);
        }
        schemas.add(Schemas.MAILROOM_USER);
        node.put("userName", link.flatMap(Link::userName).orElse(person.address()));
        if (!person.displayName().isEmpty()) {
            node.put("displayName", person.displayName());
        }
        node.put("active", person.active());
        person.locale().ifPresent(l -> node.put("locale", l.toLanguageTag()));
        person.zone().ifPresent(z -> node.put("timezone", z.getId()));
        emails(node, person);
        roles(node, person);
        ObjectNode own = node.putObject(Schemas.MAILROOM_USER);
        own.put("address", person.address());
        own.put("state", person.state().name().toLowerCase(Locale.ROOT));
        person.attributes().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(a -> a.getValue().forEach(v -> pair(own, "attributes", a.getKey(), v)));
        person.preferences().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(p -> pair(own, "preferences", p.getKey(), p.getValue()));
        meta(node, "User", link);
        return node;
    }

    static void meta(ObjectNode node, String type, Optional<Link> link) {
        ObjectNode meta = node.putObject("meta").put("resourceType", type);
        link.ifPresent(
                l ->
                        meta.put("created", l.created().toString())
                                .put("lastModified", l.modified().toString()));
    }

    private static void pair(ObjectNode own, String list, String name, String value) {
        own.withArray(list).addObject().put("name", name).put("value", value);
    }

    /** As the client gave them, less those that are not the person's any more, plus the others. */
    private void emails(ObjectNode node, Person person) {
        List<String> own = new ArrayList<>(person.aliases());
        own.addFirst(person.address());
        Set<String> shown = new HashSet<>();
        ArrayNode emails = node.arrayNode();
        boolean primary = false;
        for (JsonNode email : node.path("emails")) {
            String value = email.path("value").asText().toLowerCase(Locale.ROOT);
            boolean here = AddrSpec.of(value).map(directory::isLocalDomain).orElse(false);
            if (!here || own.contains(value)) {
                shown.add(value);
                primary |= email.path("primary").asBoolean();
                emails.add(email);
            }
        }
        for (String address : own) {
            if (shown.add(address)) {
                ObjectNode email = emails.addObject().put("value", address).put("type", "work");
                if (!primary) {
                    email.put("primary", true);
                    primary = true;
                }
            }
        }
        node.set("emails", emails);
    }

    private static void roles(ObjectNode node, Person person) {
        Set<String> left = new HashSet<>(person.roles());
        ArrayNode roles = node.arrayNode();
        for (JsonNode role : node.path("roles")) {
            if (left.remove(role.path("value").asText().strip().toLowerCase(Locale.ROOT))) {
                roles.add(role);
            }
        }
        left.stream().sorted().forEach(role -> roles.addObject().put("value", role));
        if (roles.isEmpty()) {
            node.remove("roles");
        } else {
            node.set("roles", roles);
        }
    }

    /** Adds the offices that others have towards the person, or the person towards others. */
    void relations(ObjectNode node, Person person, boolean duties, String base) {
        Instant now = clock.instant();
        for (Relation r : open(person.id(), now)) {
            boolean towards = r.to().equals(person.id());
            if (towards || duties) {
                AccountId other = towards ? r.from() : r.to();
                ObjectNode each =
                        ((ObjectNode) node.get(Schemas.MAILROOM_USER))
                                .withArray(towards ? "relations" : "duties")
                                .addObject()
                                .put("value", other.toString())
                                .put("$ref", base + "/Users/" + other)
                                .put("kind", r.kind())
                                .put("since", r.since().toString());
                r.until().ifPresent(u -> each.put("until", u.toString()));
            }
        }
    }

    /** Relations that hold, or will. */
    List<Relation> open(AccountId id, Instant now) {
        List<Relation> open = new ArrayList<>();
        List<Relation> page = relations.of(id, 0, PAGE);
        while (!page.isEmpty() && open.size() < MOST) {
            page.stream().filter(r -> r.until().map(now::isBefore).orElse(true)).forEach(open::add);
            page = relations.of(id, page.getLast().id(), PAGE);
        }
        return open;
    }

    void groups(ObjectNode node, Person person, String base) {
        groups.of(person.id(), clock.instant()).stream()
                .flatMap(m -> groups.byId(m.group()).stream())
                .filter(g -> g.state() == Account.State.ACTIVE)
                .limit(MOST)
                .forEach(
                        g ->
                                node.withArray("groups")
                                        .addObject()
                                        .put("value", g.id().toString())
                                        .put("$ref", base + "/Groups/" + g.id())
                                        .put("display", g.title()));
    }
}
