package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** People, with their roles and attributes. */
final class PeopleResource implements Resource {
    private static final String PEOPLE = ROOT + "/people";
    static final String ONE = PEOPLE + "/{person}";
    private static final Access READ = Access.scope(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Access WRITE = Access.scope(Scope.PEOPLE_WRITE);

    /** A person as clients see one. */
    record PersonJson(
            String id,
            String address,
            List<String> aliases,
            String displayName,
            String state,
            Set<String> roles,
            Map<String, List<String>> attributes,
            @Nullable String locale,
            @Nullable String timeZone,
            Map<String, String> preferences,
            long version) {

        static PersonJson of(Person p) {
            PersonFields f = PersonFields.of(p);
            return new PersonJson(
                    p.id().toString(),
                    p.address(),
                    p.aliases(),
                    p.displayName(),
                    Words.of(p.state()),
                    new TreeSet<>(p.roles()),
                    new TreeMap<>(p.attributes()),
                    f.locale,
                    f.timeZone,
                    new TreeMap<>(p.preferences()),
                    p.version());
        }
    }

    /** What clients can say of a person. */
    record PersonFields(
            @Nullable String address,
            @Nullable List<String> aliases,
            @Nullable String displayName,
            @Nullable String state,
            @Nullable Set<String> roles,
            @Nullable Map<String, List<String>> attributes,
            @Nullable String locale,
            @Nullable String timeZone,
            @Nullable Map<String, String> preferences) {

        static PersonFields of(Person p) {
            return new PersonFields(
                    p.address(),
                    p.aliases(),
                    p.displayName(),
                    Words.of(p.state()),
                    p.roles(),
                    p.attributes(),
                    p.locale().map(Locale::toLanguageTag).orElse(null),
                    p.zone().map(ZoneId::getId).orElse(null),
                    p.preferences());
        }

        NewPerson create() {
            return new NewPerson(
                    Account.Kind.PERSON,
                    needed("address", address),
                    or(aliases, List.of()),
                    or(displayName, ""),
                    or(roles, Set.of()),
                    or(attributes, Map.of()),
                    language(locale),
                    zone(timeZone),
                    or(preferences, Map.of()),
                    0);
        }

        Person applied(Person p) {
            return p.withAddresses(needed("address", address), or(aliases, List.of()))
                    .withDisplayName(or(displayName, ""))
                    .withState(state == null ? Account.State.ACTIVE : Words.state(state))
                    .withRoles(or(roles, Set.of()))
                    .withAttributes(or(attributes, Map.of()))
                    .withLocale(language(locale))
                    .withZone(zone(timeZone))
                    .withPreferences(or(preferences, Map.of()));
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }

        private static Optional<Locale> language(@Nullable String tag) {
            try {
                return Optional.ofNullable(tag)
                        .map(t -> new Locale.Builder().setLanguageTag(t).build());
            } catch (IllformedLocaleException e) {
                throw invalid("locale", "is no language tag such as de-AT");
            }
        }

        private static Optional<ZoneId> zone(@Nullable String id) {
            try {
                return Optional.ofNullable(id).map(ZoneId::of);
            } catch (DateTimeException e) {
                throw invalid("timeZone", "is no time zone such as Europe/Vienna");
            }
        }
    }

    /** A password to be set. */
    record PasswordFields(String password) {}

    private final People people;
    private final Directory directory;
    private final Named named;

    PeopleResource(People people, Directory directory, Named named) {
        this.people = people;
        this.directory = directory;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PEOPLE, READ, this::list).query("after", "limit", "role"),
                Route.post(PEOPLE, WRITE, this::create),
                Route.get(ONE, READ, this::read),
                Route.patch(ONE, WRITE, this::update),
                Route.delete(ONE, WRITE, this::remove),
                Route.put(ONE + "/password", WRITE, this::password));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        List<Person> found =
                call.query("role")
                        .map(role -> people.withRole(role, place.after(), place.oneMore()))
                        .orElseGet(() -> everybody(people, place));
        return Answer.ok(
                Page.of(
                        place,
                        found,
                        p -> p.id().value(),
                        p -> p.kind() == Account.Kind.PERSON,
                        PersonJson::of));
    }

    /** People and services behind a place. */
    static List<Person> everybody(People people, Page.Place place) {
        return place.after() == 0
                ? people.list(place.oneMore())
                : people.list(new AccountId(place.after()), place.oneMore());
    }

    private Answer create(Call call) {
        return shown(201, people.create(call.body(PersonFields.class).create(), call.actor()));
    }

    private Answer read(Call call) {
        return shown(200, named.person(call.path("person")));
    }

    private Answer update(Call call) {
        Person before = unchanged(call);
        PersonFields wanted = call.patched(PersonFields.of(before), PersonFields.class);
        return shown(200, people.update(wanted.applied(before), call.actor()));
    }

    private Answer remove(Call call) {
        people.remove(unchanged(call).id(), call.actor());
        return Answer.none();
    }

    private Answer password(Call call) {
        Person person = named.person(call.path("person"));
        directory.setPassword(person.id(), call.body(PasswordFields.class).password());
        return Answer.none();
    }

    /** The person in the version that the client has read. */
    private Person unchanged(Call call) {
        Person person = named.person(call.path("person"));
        if (person.version() != call.ifMatch()) {
            throw Call.stale();
        }
        return person;
    }

    private static Answer shown(int status, Person person) {
        Answer answer = Answer.json(status, PersonJson.of(person)).version(person.version());
        return status == 201 ? answer.with("Location", PEOPLE + "/" + person.id()) : answer;
    }

    static String needed(String field, @Nullable String value) {
        if (value == null) {
            throw invalid(field, "is missing");
        }
        return value;
    }

    static RuntimeException invalid(String field, String why) {
        return Problem.of(422, "invalid", "The body is not as documented")
                .detail(field + " " + why)
                .fault("/" + field, why)
                .thrown();
    }
}
