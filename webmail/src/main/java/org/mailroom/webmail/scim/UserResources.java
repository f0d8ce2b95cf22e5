package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** People as User resources. Services and those who have left are none. */
final class UserResources implements Resources {
    private static final int PAGE = 500;
    private static final AttributePath EMAIL = AttributePath.of("emails");

    private final ScimServices services;
    private final UserReader reader;
    private final UserWriter writer;

    UserResources(ScimServices services) {
        this.services = services;
        this.reader = new UserReader(services.directory(), services.people(), services.domain());
        this.writer =
                new UserWriter(
                        services.relations(),
                        services.groups(),
                        services.directory(),
                        services.clock());
    }

    @Override
    public ResourceType type() {
        return Schemas.USERS;
    }

    private Optional<Person> present(AccountId id) {
        return services.people().byId(id).filter(UserResources::shown);
    }

    private static boolean shown(Person person) {
        return person.kind() == Account.Kind.PERSON && person.state() != Account.State.LEFT;
    }

    private Person require(AccountId id) {
        return present(id).orElseThrow(() -> new ScimError(404, "There is no User " + id));
    }

    @Override
    public Shown read(AccountId id, Projection projection, Request request) {
        return shown(require(id), projection, request);
    }

    private Shown shown(Person person, Projection projection, Request request) {
        ObjectNode whole = writer.light(person, services.links().byId(person.id()));
        writer.relations(whole, person, false, request.base());
        String version = ScimJson.tag(whole);
        if (projection.shows(Schemas.MAILROOM_USER, "duties")) {
            ((ObjectNode) whole.get(Schemas.MAILROOM_USER)).remove("relations");
            writer.relations(whole, person, true, request.base());
        }
        if (projection.shows("groups")) {
            writer.groups(whole, person, request.base());
        }
        located(whole, person, version, request);
        return new Shown(person.id(), projection.apply(whole), version);
    }

    private Shown shown(Person person, Request request) {
        return shown(person, Projection.of(type()), request);
    }

    @Override
    public Shown create(JsonNode body, Request request) {
        WantedUser wanted = reader.read(Reading.resource(type(), body), null, false);
        Optional<Person> former = former(wanted);
        if (former.isPresent()) {
            return shown(change(former.get(), wanted, request), request);
        }
        requireFree(wanted, Optional.empty());
        Person made = services.people().create(wanted.fresh(), request.actor());
        try {
            services.links().keep(link(made.id(), wanted, Optional.empty()));
            finish(made, wanted, request);
        } catch (ScimError | Refused e) {
            services.people().remove(made.id(), request.actor());
            throw e;
        }
        return shown(require(made.id()), request);
    }

    /**
     * Makes people in one transaction, and their relations in another; much faster than one by one.
     * None or all; whoever gets a refusal tries them one by one.
     *
     * @param bodies at most {@link People#MOST_AT_ONCE}
     */
    List<Shown> createAll(List<JsonNode> bodies, Request request) {
        List<WantedUser> wanted =
                bodies.stream()
                        .map(b -> reader.read(Reading.resource(type(), b), null, false))
                        .toList();
        for (WantedUser each : wanted) {
            boolean plain = each.password().isEmpty() && each.state() == Account.State.ACTIVE;
            if (!plain) {
                throw new Refused(Refused.Reason.CANNOT, "one by one");
            }
        }
        List<Person> made =
                services.people()
                        .createAll(
                                wanted.stream().map(WantedUser::fresh).toList(), request.actor());
        List<Link> links = new ArrayList<>();
        try {
            List<NewRelation> relations = new ArrayList<>();
            for (int i = 0; i < made.size(); i++) {
                AccountId id = made.get(i).id();
                links.add(link(id, wanted.get(i), Optional.empty()));
                wanted.get(i)
                        .relations()
                        .ifPresent(all -> all.forEach(o -> relations.add(relation(o, id))));
            }
            services.links().keepAll(links);
            for (int i = 0; i < relations.size(); i += PAGE) {
                List<NewRelation> some = relations.subList(i, Math.min(relations.size(), i + PAGE));
                services.relations().addAll(some, request.actor());
            }
        } catch (ScimError | Refused e) {
            made.forEach(p -> services.people().remove(p.id(), request.actor()));
            throw e;
        }
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            boolean related = wanted.get(i).relations().filter(r -> !r.isEmpty()).isPresent();
            shown.add(fresh(made.get(i), links.get(i), related, request));
        }
        return shown;
    }

    /** As {@link #shown}, of somebody who is in no group and is perhaps nobody's business yet. */
    private Shown fresh(Person person, Link link, boolean related, Request request) {
        ObjectNode whole = writer.light(person, Optional.of(link));
        if (related) {
            writer.relations(whole, person, false, request.base());
        }
        String version = ScimJson.tag(whole);
        located(whole, person, version, request);
        return new Shown(person.id(), Projection.of(type()).apply(whole), version);
    }

    private static void located(ObjectNode whole, Person person, String version, Request request) {
        ((ObjectNode) whole.get("meta"))
                .put("location", request.base() + "/Users/" + person.id())
                .put("version", version);
    }

    /** Whoever had left and comes back under the same external id is the same person. */
    private Optional<Person> former(WantedUser wanted) {
        return byAddress(wanted.address())
                .filter(p -> p.state() == Account.State.LEFT)
                .filter(p -> p.kind() == Account.Kind.PERSON)
                .filter(
                        p ->
                                wanted.externalId().isPresent()
                                        && services.links()
                                                .byId(p.id())
                                                .flatMap(Link::externalId)
                                                .equals(wanted.externalId()));
    }

    private Optional<Person> byAddress(String address) {
        return AddrSpec.of(address)
                .flatMap(services.people()::byAddress)
                .filter(
                        p ->
                                p.address().equalsIgnoreCase(address)
                                        || p.aliases().contains(address));
    }

    private void requireFree(WantedUser wanted, Optional<AccountId> mine) {
        wanted.userName()
                .flatMap(services.links()::byUserName)
                .filter(other -> !mine.equals(Optional.of(other)))
                .ifPresent(
                        other -> {
                            throw new ScimError(
                                    ScimError.Type.UNIQUENESS, "Somebody has this userName");
                        });
        byAddress(wanted.address())
                .filter(p -> !mine.equals(Optional.of(p.id())))
                .ifPresent(
                        p -> {
                            throw new ScimError(
                                    ScimError.Type.UNIQUENESS,
                                    p.state() == Account.State.LEFT
                                            ? "The address was that of somebody who has left;"
                                                    + " who comes back has the same externalId"
                                            : "Somebody has the address " + wanted.address());
                        });
    }

    private Link link(AccountId id, WantedUser wanted, Optional<Link> before) {
        // as it is kept: a version must not change by being read again
        Instant now = services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return new Link(
                id,
                wanted.externalId(),
                wanted.userName(),
                wanted.document(),
                before.map(Link::created).orElse(now),
                now);
    }

    /** What is not part of the account itself. */
    private void finish(Person person, WantedUser wanted, Request request) {
        if (wanted.state() != person.state()) {
            services.people().update(person.withState(wanted.state()), request.actor());
        }
        wanted.relations().ifPresent(all -> relations(person.id(), all, request));
        wanted.password()
                .ifPresent(
                        password -> {
                            try {
                                services.directory().setPassword(person.id(), password);
                            } catch (Refused e) {
                                throw e.reason() == Refused.Reason.POLICY
                                        ? new ScimError(
                                                ScimError.Type.INVALID_VALUE,
                                                "password: " + e.getMessage())
                                        : e;
                            }
                        });
    }

    /** Adds offices that are new, ends those that are not said any more. */
    private void relations(AccountId id, List<WantedUser.Office> wanted, Request request) {
        Instant now = services.clock().instant();
        List<Relation> open = writer.open(id, now).stream().filter(r -> r.to().equals(id)).toList();
        for (Relation r : open) {
            Optional<WantedUser.Office> same = wanted.stream().filter(o -> same(o, r)).findFirst();
            if (same.isEmpty()) {
                services.relations().end(r.id(), now, request.actor());
            } else if (same.get().until().isPresent() && !same.get().until().equals(r.until())) {
                services.relations().end(r.id(), same.get().until().get(), request.actor());
            }
        }
        List<NewRelation> fresh =
                wanted.stream()
                        .filter(o -> open.stream().noneMatch(r -> same(o, r)))
                        .map(o -> relation(o, id))
                        .distinct()
                        .toList();
        for (NewRelation each : fresh) {
            services.relations().add(each, request.actor());
        }
    }

    private static boolean same(WantedUser.Office office, Relation r) {
        return office.holder().equals(r.from()) && office.kind().equals(r.kind());
    }

    private NewRelation relation(WantedUser.Office office, AccountId id) {
        return new NewRelation(
                office.holder(),
                id,
                office.kind(),
                office.since().orElseGet(services.clock()::instant),
                office.until());
    }

    @Override
    public Shown replace(AccountId id, JsonNode body, Precondition precondition, Request request) {
        Person before = require(id);
        Shown present = shown(before, request);
        precondition.require(present.version());
        ObjectNode resource = Reading.resource(type(), body);
        WantedUser wanted =
                reader.read(resource, new UserReader.Before(before, present.json()), false);
        return shown(change(before, wanted, request), request);
    }

    @Override
    public Shown patch(AccountId id, JsonNode body, Precondition precondition, Request request) {
        Person before = require(id);
        Shown present = shown(before, request);
        precondition.require(present.version());
        List<PatchChange> changes = PatchChange.read(type(), body);
        ObjectNode after = Patching.apply(type(), present.json(), changes);
        if (Patching.same(after, present.json())) {
            return present; // RFC 7644 §3.5.2: nothing changes, not even lastModified
        }
        WantedUser wanted =
                reader.read(
                        Reading.resource(type(), after),
                        new UserReader.Before(before, present.json()),
                        true);
        return shown(change(before, wanted, request), request);
    }

    private Person change(Person before, WantedUser wanted, Request request) {
        requireFree(wanted, Optional.of(before.id()));
        Person after = wanted.upon(before);
        Person now =
                after.equals(before) ? before : services.people().update(after, request.actor());
        Optional<Link> link = services.links().byId(before.id());
        services.links().keep(link(before.id(), wanted, link));
        finish(now, wanted, request);
        return services.people().byId(before.id()).orElse(now);
    }

    @Override
    public void delete(AccountId id, Precondition precondition, Request request) {
        Person person = require(id);
        if (precondition.tags().isPresent()) {
            precondition.require(shown(person, request).version());
        }
        if (services.settings().eraseOnDelete()) {
            services.people().remove(id, request.actor());
        } else {
            services.people().update(person.withState(Account.State.LEFT), request.actor());
        }
    }

    @Override
    public long count() {
        return services.people().count();
    }

    @Override
    public List<AccountId> page(long offset, int limit) {
        return services.people().page(offset, limit);
    }

    @Override
    public Optional<List<AccountId>> candidates(Filter filter) {
        return switch (filter) {
            case Filter.And and ->
                    and.all().stream().map(this::candidates).flatMap(Optional::stream).findFirst();
            case Filter.Or or -> {
                List<Optional<List<AccountId>>> each =
                        or.any().stream().map(this::candidates).toList();
                yield each.stream().allMatch(Optional::isPresent)
                        ? Optional.of(each.stream().flatMap(o -> o.orElseThrow().stream()).toList())
                        : Optional.empty();
            }
            case Filter.OfOneValue one when one.path().is("emails") ->
                    value(one.filter()).flatMap(v -> candidates(EMAIL, v));
            case Filter.Compare c when c.operator() == Filter.Operator.EQ && !c.value().isNull() ->
                    candidates(c.path(), c.value().asText());
            default -> Optional.empty();
        };
    }

    /** The value that a filter within brackets asks for. */
    private static Optional<String> value(Filter within) {
        return switch (within) {
            case Filter.And and ->
                    and.all().stream()
                            .map(UserResources::value)
                            .flatMap(Optional::stream)
                            .findFirst();
            case Filter.Compare c when c.operator() == Filter.Operator.EQ && c.path().is("value") ->
                    Optional.of(c.value().asText());
            default -> Optional.empty();
        };
    }

    private Optional<List<AccountId>> candidates(AttributePath path, String value) {
        return switch (path.key()) {
            case "id" -> Optional.of(UserReader.id(value).stream().toList());
            case "externalid" ->
                    Optional.of(services.links().byExternalId(Account.Kind.PERSON, value));
            case "username", "address" -> Optional.of(byName(value));
            // an address elsewhere is in no index
            case "emails", "emails.value" ->
                    AddrSpec.of(value)
                            .filter(services.directory()::isLocalDomain)
                            .map(a -> byName(value));
            default -> Optional.empty();
        };
    }

    private List<AccountId> byName(String name) {
        return Stream.concat(
                        byAddress(name.toLowerCase(java.util.Locale.ROOT)).map(Person::id).stream(),
                        services.links().byUserName(name).stream())
                .toList();
    }

    @Override
    public Optional<ObjectNode> filtered(AccountId id, Filter filter, Request request) {
        return present(id).map(person -> node(person, services.links().byId(id), filter, request));
    }

    private ObjectNode node(Person person, Optional<Link> link, Filter filter, Request request) {
        ObjectNode node = writer.light(person, link);
        if (asks(filter, "relations") || asks(filter, "duties")) {
            writer.relations(node, person, asks(filter, "duties"), request.base());
        }
        if (asks(filter, "groups")) {
            writer.groups(node, person, request.base());
        }
        return node;
    }

    private static boolean asks(Filter filter, String attribute) {
        return switch (filter) {
            case Filter.And and -> and.all().stream().anyMatch(f -> asks(f, attribute));
            case Filter.Or or -> or.any().stream().anyMatch(f -> asks(f, attribute));
            case Filter.Not not -> asks(not.filter(), attribute);
            case Filter.Present present -> present.path().is(attribute);
            case Filter.Compare compare -> compare.path().is(attribute);
            case Filter.OfOneValue one -> one.path().is(attribute);
        };
    }

    @Override
    public void each(Filter filter, Request request, BiConsumer<AccountId, ObjectNode> consumer) {
        List<Person> page = services.people().list(PAGE);
        while (!page.isEmpty()) {
            List<Person> people = page.stream().filter(UserResources::shown).toList();
            Map<AccountId, Link> links =
                    services.links().byIds(people.stream().map(Person::id).toList());
            for (Person person : people) {
                Optional<Link> link = Optional.ofNullable(links.get(person.id()));
                consumer.accept(person.id(), node(person, link, filter, request));
            }
            page = services.people().list(page.getLast().id(), PAGE);
        }
    }
}
