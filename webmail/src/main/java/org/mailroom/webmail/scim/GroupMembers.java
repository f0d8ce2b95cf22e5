package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.schema.Attribute;
import org.mailroom.webmail.scim.schema.Matching;
import org.mailroom.webmail.scim.schema.PatchChange;
import org.mailroom.webmail.scim.schema.PatchChange.Operation;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Who is in a group, in which rank: read, and changed as clients say. */
final class GroupMembers {
    private static final int PAGE = 500;

    /** Most members that one answer shows; a client that wants more reads the users. */
    private static final int MOST_SHOWN = 100_000;

    /** Members that are part of the version one by one; of larger groups their number is. */
    private static final int MOST_MARKED = 2_000;

    private static final Attribute MEMBERS =
            Schemas.GROUPS.core().attribute("members").orElseThrow();

    private final ScimServices services;
    private final Groups groups;

    GroupMembers(ScimServices services) {
        this.services = services;
        this.groups = services.groups();
    }

    /**
     * Who is to be in a group.
     *
     * @param members empty if nothing is said of them
     * @param ranks of owners and moderators; empty if nothing is said of them
     */
    record Wanted(Optional<Set<AccountId>> members, Map<AccountId, Rank> ranks, boolean ranked) {
        /** Everybody who is named, the members without a rank too. */
        Set<AccountId> all() {
            Set<AccountId> all = new LinkedHashSet<>(members.orElse(Set.of()));
            all.addAll(ranks.keySet());
            return all;
        }
    }

    /** What a resource says. */
    Wanted wanted(ObjectNode resource) {
        Optional<Set<AccountId>> members =
                resource.has("members")
                        ? Optional.of(ids(resource.path("members")))
                        : Optional.empty();
        JsonNode own = resource.path(Schemas.MAILROOM_GROUP);
        Map<AccountId, Rank> ranks = new LinkedHashMap<>();
        own.path("moderators").forEach(m -> ranks.put(id(m), Rank.MODERATOR));
        boolean primary = false;
        for (JsonNode owner : own.path("owners")) {
            primary |= owner.path("primary").asBoolean();
            ranks.put(
                    id(owner), owner.path("primary").asBoolean() ? Rank.PRIMARY_OWNER : Rank.OWNER);
        }
        if (!primary && !own.path("owners").isEmpty()) {
            ranks.put(id(own.path("owners").get(0)), Rank.PRIMARY_OWNER);
        }
        return new Wanted(members, ranks, own.has("owners") || own.has("moderators"));
    }

    private Set<AccountId> ids(JsonNode values) {
        Set<AccountId> ids = new LinkedHashSet<>();
        List<JsonNode> all = values.isArray() ? values.valueStream().toList() : List.of(values);
        all.forEach(value -> ids.add(id(value)));
        return ids;
    }

    /** By id or address, given alone or as {@code value}. */
    private AccountId id(JsonNode value) {
        String text = value.isObject() ? value.path("value").asText() : value.asText();
        Optional<AccountId> id =
                text.indexOf('@') > 0
                        ? AddrSpec.of(text).flatMap(services.directory()::recipientId)
                        : UserReader.id(text);
        return id.filter(this::there)
                .orElseThrow(
                        () ->
                                new ScimError(
                                        ScimError.Type.INVALID_VALUE,
                                        "there is no User or Group " + text));
    }

    private boolean there(AccountId id) {
        return services.people().byId(id).isPresent() || groups.byId(id).isPresent();
    }

    /** For a new group. */
    void join(Group group, Wanted wanted, Request request) {
        Set<AccountId> plain = wanted.all();
        plain.removeAll(wanted.ranks().keySet());
        join(group, plain, Rank.MEMBER, request);
        wanted.ranks().forEach((id, rank) -> join(group, Set.of(id), rank, request));
    }

    private void join(Group group, Set<AccountId> ids, Rank rank, Request request) {
        List<AccountId> all = List.copyOf(ids);
        for (int i = 0; i < all.size(); i += PAGE) {
            List<AccountId> some = all.subList(i, Math.min(all.size(), i + PAGE));
            groups.joinAll(group.id(), some, rank, request.actor());
        }
    }

    /** Makes the members those that are wanted. Owners stay where nothing is said of them. */
    void replace(Group group, Wanted wanted, Request request) {
        Set<AccountId> missing = wanted.all();
        List<AccountId> gone = new ArrayList<>();
        List<AccountId> lowered = new ArrayList<>();
        each(
                group,
                m -> {
                    boolean named = missing.remove(m.member());
                    boolean ranked = m.rank() != Rank.MEMBER;
                    if (!named && !m.byRule() && !(ranked && !wanted.ranked())) {
                        gone.add(m.member());
                    } else if (ranked
                            && wanted.ranked()
                            && !wanted.ranks().containsKey(m.member())) {
                        lowered.add(m.member());
                    }
                });
        gone.forEach(id -> leave(group, id, request));
        lowered.forEach(id -> groups.setRank(group.id(), id, Rank.MEMBER, request.actor()));
        missing.removeAll(wanted.ranks().keySet());
        join(group, missing, Rank.MEMBER, request);
        wanted.ranks().forEach((id, rank) -> rank(group, id, rank, request));
    }

    private void rank(Group group, AccountId id, Rank rank, Request request) {
        boolean has = direct(group, id).filter(m -> m.rank() == rank && !m.byRule()).isPresent();
        if (!has) {
            groups.joinAll(group.id(), List.of(id), rank, request.actor());
        }
    }

    /**
     * Makes the owners those that are wanted, and the moderators too if they were looked at. Who is
     * neither any more stays a member.
     */
    void ranks(Group group, Wanted wanted, boolean moderators, Request request) {
        List<Membership> present = new ArrayList<>(groups.owners(group.id()));
        if (moderators) {
            each(
                    group,
                    m -> {
                        if (m.rank() == Rank.MODERATOR) {
                            present.add(m);
                        }
                    });
        }
        present.stream()
                .filter(m -> !wanted.ranks().containsKey(m.member()))
                .forEach(m -> groups.setRank(group.id(), m.member(), Rank.MEMBER, request.actor()));
        wanted.ranks().forEach((id, rank) -> rank(group, id, rank, request));
    }

    private void leave(Group group, AccountId id, Request request) {
        groups.leave(group.id(), id, services.clock().instant(), request.actor());
    }

    /** A change to members, understood but not carried out. */
    record Step(Operation operation, Optional<Filter> filter, Set<AccountId> ids) {}

    /** Understands a change, so that nothing is changed before all of a PATCH is understood. */
    Step step(PatchChange change) {
        if (change.path().sub().isPresent()
                || change.path()
                        .attribute()
                        .sub()
                        .filter(s -> !s.equalsIgnoreCase("value"))
                        .isPresent()) {
            throw new ScimError(
                    ScimError.Type.MUTABILITY, "a member is added and removed, not changed");
        }
        change.path().filter().ifPresent(f -> Matching.checkValue(Schemas.GROUPS, MEMBERS, f));
        boolean removal = change.operation() == Operation.REMOVE;
        JsonNode value = change.value();
        Set<AccountId> ids =
                value.isMissingNode() || value.isNull()
                        ? Set.of()
                        : removal ? known(value) : ids(value);
        return new Step(change.operation(), change.path().filter(), ids);
    }

    /** Whoever is not there any more need not be removed. */
    private static Set<AccountId> known(JsonNode values) {
        Set<AccountId> ids = new LinkedHashSet<>();
        List<JsonNode> all = values.isArray() ? values.valueStream().toList() : List.of(values);
        all.forEach(
                v ->
                        UserReader.id(v.isObject() ? v.path("value").asText() : v.asText())
                                .ifPresent(ids::add));
        return ids;
    }

    void take(Group group, Step step, Request request) {
        switch (step.operation()) {
            case ADD -> add(group, step.ids(), request);
            case REPLACE ->
                    replace(group, new Wanted(Optional.of(step.ids()), Map.of(), false), request);
            case REMOVE -> remove(group, step, request);
        }
    }

    private void add(Group group, Set<AccountId> ids, Request request) {
        Set<AccountId> fresh = new LinkedHashSet<>();
        for (AccountId id : ids) {
            if (direct(group, id).filter(m -> !m.byRule()).isEmpty()) {
                fresh.add(id);
            }
        }
        join(group, fresh, Rank.MEMBER, request);
    }

    private void remove(Group group, Step step, Request request) {
        Set<AccountId> gone = new LinkedHashSet<>();
        Optional<AccountId> only = step.filter().flatMap(GroupMembers::only);
        if (only.isPresent()) {
            gone.add(only.get());
        } else if (step.filter().isPresent()) {
            each(
                    group,
                    m -> {
                        ObjectNode node = node(m, request);
                        if (Matching.testValue(MEMBERS, step.filter().get(), node)) {
                            gone.add(m.member());
                        }
                    });
        } else if (!step.ids().isEmpty()) {
            gone.addAll(step.ids());
        } else {
            each(group, m -> gone.add(m.member()));
        }
        for (AccountId id : gone) {
            direct(group, id).ifPresent(m -> leave(group, id, request));
        }
    }

    /** The member that {@code value eq "…"} names. */
    private static Optional<AccountId> only(Filter filter) {
        return filter instanceof Filter.Compare c
                        && c.operator() == Filter.Operator.EQ
                        && c.path().is("value")
                ? UserReader.id(c.value().asText())
                : Optional.empty();
    }

    /** The membership in the group itself: the next in order of id. */
    private Optional<Membership> direct(Group group, AccountId member) {
        List<Membership> next =
                member.value() == 1
                        ? groups.members(group.id(), 1)
                        : groups.members(group.id(), new AccountId(member.value() - 1), 1);
        return next.stream().filter(m -> m.member().equals(member)).findFirst();
    }

    private void each(Group group, Consumer<Membership> consumer) {
        List<Membership> page = groups.members(group.id(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            page = groups.members(group.id(), page.getLast().member(), PAGE);
        }
    }

    /** Adds the members to a resource. */
    void write(Group group, ObjectNode node, Request request) {
        if (groups.count(group.id()) > MOST_SHOWN) {
            throw new ScimError(
                    ScimError.Type.TOO_MANY,
                    "more members than one answer shows; ask with excludedAttributes=members");
        }
        ArrayNode all = node.arrayNode();
        each(group, m -> all.add(node(m, request)));
        if (!all.isEmpty()) {
            node.set("members", all);
        }
    }

    private ObjectNode node(Membership m, Request request) {
        Optional<Person> person = services.people().byId(m.member());
        String type = person.isPresent() ? "User" : "Group";
        ObjectNode node =
                ScimJson.object()
                        .put("value", m.member().toString())
                        .put("$ref", request.base() + "/" + type + "s/" + m.member())
                        .put("type", type);
        person.map(p -> p.displayName().isEmpty() ? p.address() : p.displayName())
                .or(() -> groups.byId(m.member()).map(Group::title))
                .ifPresent(name -> node.put("display", name));
        return node;
    }

    /** Adds the owners to a group's own part, the primary first. */
    void owners(Group group, ObjectNode own, Request request) {
        for (Membership m : groups.owners(group.id())) {
            own.withArray("owners")
                    .addObject()
                    .put("value", m.member().toString())
                    .put("$ref", request.base() + "/Users/" + m.member())
                    .put("primary", m.rank() == Rank.PRIMARY_OWNER);
        }
    }

    void moderators(Group group, ObjectNode own, Request request) {
        each(
                group,
                m -> {
                    if (m.rank() == Rank.MODERATOR) {
                        own.withArray("moderators")
                                .addObject()
                                .put("value", m.member().toString())
                                .put("$ref", request.base() + "/Users/" + m.member());
                    }
                });
    }

    /** Tells two states of the members apart. */
    String mark(Group group) {
        long count = groups.count(group.id());
        if (count > MOST_MARKED) {
            return Long.toString(count);
        }
        StringBuilder mark = new StringBuilder();
        each(group, m -> mark.append(m.member()).append(m.rank()).append(' '));
        return mark.toString();
    }
}
