package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.provision.Link;
import org.mailroom.webmail.scim.filter.AttributePath;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.schema.PatchChange;
import org.mailroom.webmail.scim.schema.Patching;
import org.mailroom.webmail.scim.schema.Projection;
import org.mailroom.webmail.scim.schema.Reading;
import org.mailroom.webmail.scim.schema.ResourceType;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Groups as Group resources. Members are read and changed a page at a time and by id, never through
 * the whole resource: a group may be large.
 */
final class GroupResources implements Resources {
    private static final int PAGE = 200;

    private final ScimServices services;
    private final GroupMembers members;
    private final GroupReader reader;

    GroupResources(ScimServices services) {
        this.services = services;
        this.members = new GroupMembers(services);
        this.reader = new GroupReader(services);
    }

    @Override
    public ResourceType type() {
        return Schemas.GROUPS;
    }

    private Optional<Group> present(AccountId id) {
        return services.groups().byId(id);
    }

    private Group require(AccountId id) {
        return present(id).orElseThrow(() -> new ScimError(404, "There is no Group " + id));
    }

    @Override
    public Shown read(AccountId id, Projection projection, Request request) {
        return shown(require(id), projection, request);
    }

    private Shown shown(Group group, Projection projection, Request request) {
        ObjectNode whole = head(group, services.links().byId(group.id()), request);
        String version = version(group, whole);
        ObjectNode own = (ObjectNode) whole.get(Schemas.MAILROOM_GROUP);
        if (projection.shows(Schemas.MAILROOM_GROUP, "moderators")) {
            members.moderators(group, own, request);
        }
        if (projection.shows(Schemas.MAILROOM_GROUP, "memberCount")) {
            own.put("memberCount", services.groups().count(group.id()));
        }
        if (projection.shows("members")) {
            members.write(group, whole, request);
        }
        ((ObjectNode) whole.get("meta"))
                .put("location", request.base() + "/Groups/" + group.id())
                .put("version", version);
        return new Shown(group.id(), projection.apply(whole), version);
    }

    /** Changes with the group and with who is in it. */
    private String version(Group group, ObjectNode head) {
        ObjectNode mark = head.deepCopy();
        mark.put("members", members.mark(group));
        return ScimJson.tag(mark);
    }

    private ObjectNode head(Group group, Optional<Link> link, Request request) {
        ObjectNode node = ScimJson.object();
        node.putArray("schemas").add(Schemas.GROUP).add(Schemas.MAILROOM_GROUP);
        node.put("id", group.id().toString());
        link.flatMap(Link::externalId).ifPresent(e -> node.put("externalId", e));
        node.put("displayName", group.title().isEmpty() ? group.address() : group.title());
        ObjectNode own = node.putObject(Schemas.MAILROOM_GROUP);
        own.put("address", group.address())
                .put("kind", group.kind())
                .put("replyMode", wire(group.replyMode()))
                .put("history", wire(group.history()));
        group.expression().ifPresent(e -> own.put("expression", e));
        members.owners(group, own, request);
        UserWriter.meta(node, "Group", link);
        return node;
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Shown create(JsonNode body, Request request) {
        ObjectNode resource = Reading.resource(type(), body);
        NewGroup wanted = reader.fresh(resource);
        GroupMembers.Wanted people = members.wanted(resource);
        Group made = createFree(wanted, resource, request);
        try {
            services.links().keep(link(made.id(), resource, Optional.empty()));
            members.join(made, people, request);
        } catch (ScimError | Refused e) {
            services.groups().remove(made.id(), request.actor());
            throw e;
        }
        return shown(require(made.id()), Projection.of(type()), request);
    }

    /** Two groups may have one title; an address made from it then gets a number. */
    private Group createFree(NewGroup wanted, ObjectNode resource, Request request) {
        boolean said = resource.path(Schemas.MAILROOM_GROUP).has("address");
        for (int i = 2; ; i++) {
            try {
                return services.groups()
                        .create(i == 2 ? wanted : reader.numbered(wanted, i - 1), request.actor());
            } catch (Refused e) {
                if (e.reason() != Refused.Reason.ALREADY_EXISTS || said || i > 100) {
                    throw e;
                }
            }
        }
    }

    private Link link(AccountId id, ObjectNode resource, Optional<Link> before) {
        Instant now = services.clock().instant();
        return new Link(
                id,
                Optional.of(resource.path("externalId").asText()).filter(e -> !e.isEmpty()),
                Optional.empty(),
                "",
                before.map(Link::created).orElse(now),
                now);
    }

    @Override
    public Shown replace(AccountId id, JsonNode body, Precondition precondition, Request request) {
        Group before = require(id);
        Projection all = Projection.of(type());
        precondition.require(versionOf(before, request));
        ObjectNode resource = Reading.resource(type(), body);
        GroupMembers.Wanted wanted = members.wanted(resource);
        change(before, resource, false, request);
        members.replace(require(id), wanted, request);
        return shown(require(id), all, request);
    }

    private String versionOf(Group group, Request request) {
        return version(group, head(group, services.links().byId(group.id()), request));
    }

    @Override
    public Shown patch(AccountId id, JsonNode body, Precondition precondition, Request request) {
        Group before = require(id);
        ObjectNode head = head(before, services.links().byId(id), request);
        precondition.require(version(before, head));
        List<PatchChange> changes = PatchChange.read(type(), body);
        List<PatchChange> ofMembers = changes.stream().filter(GroupResources::ofMembers).toList();
        List<PatchChange> others = changes.stream().filter(change -> !ofMembers(change)).toList();
        boolean moderated = others.stream().anyMatch(c -> c.path().attribute().is("moderators"));
        if (moderated) {
            members.moderators(before, (ObjectNode) head.get(Schemas.MAILROOM_GROUP), request);
        }
        List<GroupMembers.Step> steps = ofMembers.stream().map(members::step).toList();
        if (!others.isEmpty()) {
            ObjectNode after = Patching.apply(type(), head, others);
            if (!Patching.same(after, head)) {
                ObjectNode resource = Reading.resource(type(), after);
                GroupMembers.Wanted ranks = members.wanted(resource);
                change(before, resource, true, request);
                members.ranks(require(id), ranks, moderated, request);
            }
        }
        steps.forEach(step -> members.take(require(id), step, request));
        return shown(require(id), Projection.of(type()), request);
    }

    private static boolean ofMembers(PatchChange change) {
        AttributePath path = change.path().attribute();
        return path.is("members")
                && path.schema().map(Schemas.GROUP::equalsIgnoreCase).orElse(true);
    }

    private void change(Group before, ObjectNode resource, boolean complete, Request request) {
        Group after = reader.upon(before, resource, complete);
        if (!after.equals(before)) {
            services.groups().update(after, request.actor());
        }
        Optional<Link> link = services.links().byId(before.id());
        services.links().keep(link(before.id(), resource, link));
    }

    @Override
    public void delete(AccountId id, Precondition precondition, Request request) {
        Group group = require(id);
        if (precondition.tags().isPresent()) {
            precondition.require(versionOf(group, request));
        }
        services.groups().remove(id, request.actor());
    }

    @Override
    public long count() {
        return services.groups().count();
    }

    @Override
    public List<AccountId> page(long offset, int limit) {
        return services.groups().page(offset, limit);
    }

    @Override
    public Optional<List<AccountId>> candidates(Filter filter) {
        return switch (filter) {
            case Filter.And and ->
                    and.all().stream().map(this::candidates).flatMap(Optional::stream).findFirst();
            case Filter.OfOneValue one when one.path().is("members") ->
                    one.filter() instanceof Filter.Compare c && c.path().is("value")
                            ? candidates(
                                    new Filter.Compare(
                                            AttributePath.of("members"), c.operator(), c.value()))
                            : Optional.empty();
            case Filter.Compare c when c.operator() == Filter.Operator.EQ && !c.value().isNull() ->
                    candidates(c.path(), c.value().asText());
            default -> Optional.empty();
        };
    }

    private Optional<List<AccountId>> candidates(AttributePath path, String value) {
        return switch (path.key()) {
            case "id" -> Optional.of(UserReader.id(value).stream().toList());
            case "externalid" ->
                    Optional.of(services.links().byExternalId(Account.Kind.GROUP, value));
            case "address" ->
                    Optional.of(
                            AddrSpec.of(value)
                                    .flatMap(services.groups()::byAddress)
                                    .map(Group::id)
                                    .stream()
                                    .toList());
            case "members", "members.value" ->
                    Optional.of(
                            UserReader.id(value).stream()
                                    .flatMap(
                                            id ->
                                                    services
                                                            .groups()
                                                            .of(id, services.clock().instant())
                                                            .stream())
                                    .map(m -> m.group())
                                    .toList());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<ObjectNode> filtered(AccountId id, Filter filter, Request request) {
        return present(id).map(group -> node(group, filter, request));
    }

    private ObjectNode node(Group group, Filter filter, Request request) {
        ObjectNode node = head(group, services.links().byId(group.id()), request);
        String text = filter.written().toLowerCase(Locale.ROOT);
        if (text.contains("members")) {
            members.write(group, node, request);
        }
        ObjectNode own = (ObjectNode) node.get(Schemas.MAILROOM_GROUP);
        if (text.contains("moderators")) {
            members.moderators(group, own, request);
        }
        if (text.contains("membercount")) {
            own.put("memberCount", services.groups().count(group.id()));
        }
        return node;
    }

    @Override
    public void each(Filter filter, Request request, BiConsumer<AccountId, ObjectNode> consumer) {
        List<Group> page = services.groups().list(PAGE);
        while (!page.isEmpty()) {
            page.forEach(g -> consumer.accept(g.id(), node(g, filter, request)));
            page = services.groups().list(page.getLast().id(), PAGE);
        }
    }
}
