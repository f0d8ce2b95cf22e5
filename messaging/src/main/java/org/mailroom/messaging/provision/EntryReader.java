package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Terms;
import org.mailroom.messaging.provision.Item.Field;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Understands items one by one; what it cannot understand is a mistake with its place. */
final class EntryReader {
    private static final Set<String> OF_PERSON =
            Set.of(
                    "address",
                    "externalid",
                    "name",
                    "aliases",
                    "roles",
                    "locale",
                    "zone",
                    "state",
                    "password",
                    "kind",
                    "quota");
    private static final Set<String> OF_GROUP =
            Set.of(
                    "group",
                    "address",
                    "externalid",
                    "title",
                    "name",
                    "kind",
                    "replymode",
                    "history",
                    "expression");
    private static final Set<String> OF_MEMBER = Set.of("group", "member", "rank", "muted");
    private static final Set<String> OF_RELATION =
            Set.of("from", "to", "relation", "kind", "since", "until");

    private final Directory directory;
    private final Function<String, String> whole;
    private final Consumer<Mistake> mistakes;

    /** Thrown within one item, whose other mistakes are then not looked for. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialised
        private final Place place;

        Wrong(Place place, String text) {
            super(text, null, false, false);
            this.place = place;
        }
    }

    /**
     * @param whole makes an address of a part before the {@code @}
     */
    EntryReader(Directory directory, Function<String, String> whole, Consumer<Mistake> mistakes) {
        this.directory = directory;
        this.whole = whole;
        this.mistakes = mistakes;
    }

    /** The same, for items whose mistakes have been said. */
    EntryReader silent() {
        return new EntryReader(directory, whole, mistake -> {});
    }

    /** Empty if there is a mistake in it, which has been said. */
    Optional<Entry> read(Item item) {
        try {
            return Optional.of(
                    switch (item.kind()) {
                        case PERSON -> person(known(item, OF_PERSON));
                        case GROUP -> group(known(item, OF_GROUP));
                        case MEMBER -> member(known(item, OF_MEMBER));
                        case RELATION -> relation(known(item, OF_RELATION));
                    });
        } catch (Wrong e) {
            mistakes.accept(new Mistake(e.place, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Item known(Item item, Set<String> names) {
        item.fields()
                .forEach(
                        (name, field) -> {
                            boolean free =
                                    item.kind() == Item.Kind.PERSON
                                            && (name.startsWith("attribute:")
                                                    || name.startsWith("preference:"));
                            if (!free && !names.contains(name)) {
                                throw new Wrong(
                                        field.place(),
                                        "\""
                                                + name
                                                + "\" is nothing that "
                                                + item.kind().plural()
                                                + " have");
                            }
                        });
        return item;
    }

    private Entry person(Item item) {
        Field at = required(item, "address");
        String address = local(at, at.text());
        List<String> aliases =
                item.filled("aliases")
                        .map(f -> f.values().stream().map(a -> local(f, a)).distinct().toList())
                        .orElse(List.of());
        UnaryOperator<Person> changed = p -> p;
        changed = then(changed, item, "name", f -> p -> p.withDisplayName(plain(f)));
        changed = then(changed, item, "aliases", f -> p -> p.withAddresses(p.address(), aliases));
        changed = then(changed, item, "roles", this::roles);
        changed = then(changed, item, "locale", this::locale);
        changed = then(changed, item, "zone", this::zone);
        changed =
                item.field("state").isPresent()
                        ? then(changed, item, "state", this::state)
                        : then(changed, EntryReader::back);
        UnaryOperator<Person> attributes = attributes(item);
        UnaryOperator<Person> preferences = preferences(item);
        UnaryOperator<Person> all = changed;
        return new Entry.OfPerson(
                item.place(),
                item.filled("kind").map(this::type).orElse(Account.Kind.PERSON),
                address,
                item.filled("externalid").map(EntryReader::plain),
                aliases,
                p ->
                        preferences.apply(
                                attributes.apply(all.apply(p.withAddresses(address, p.aliases())))),
                item.filled("password").map(Field::text),
                item.filled("quota").map(EntryReader::bytes).orElse(0L));
    }

    private static UnaryOperator<Person> then(
            UnaryOperator<Person> before,
            Item item,
            String name,
            Function<Field, UnaryOperator<Person>> next) {
        Optional<Field> field = item.field(name);
        if (field.isEmpty()) {
            return before;
        }
        UnaryOperator<Person> change = next.apply(field.get());
        return p -> change.apply(before.apply(p));
    }

    private static UnaryOperator<Person> then(
            UnaryOperator<Person> before, UnaryOperator<Person> next) {
        return p -> next.apply(before.apply(p));
    }

    /** Whoever had left and is listed again is back. */
    private static Person back(Person person) {
        return person.state() == Account.State.LEFT
                ? person.withState(Account.State.ACTIVE)
                : person;
    }

    private UnaryOperator<Person> roles(Field field) {
        Set<String> roles = new HashSet<>();
        field.values().forEach(role -> roles.add(term(field, role)));
        return p -> p.withRoles(roles);
    }

    private UnaryOperator<Person> locale(Field field) {
        if (field.values().isEmpty()) {
            return p -> p.withLocale(Optional.empty());
        }
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(field.text().replace('_', '-')).build();
            return p -> p.withLocale(Optional.of(locale));
        } catch (IllformedLocaleException e) {
            throw new Wrong(field.place(), field.text() + " is no locale; one is de-CH");
        }
    }

    private UnaryOperator<Person> zone(Field field) {
        if (field.values().isEmpty()) {
            return p -> p.withZone(Optional.empty());
        }
        try {
            ZoneId zone = ZoneId.of(field.text());
            return p -> p.withZone(Optional.of(zone));
        } catch (DateTimeException e) {
            throw new Wrong(field.place(), field.text() + " is no time zone; one is Europe/Zurich");
        }
    }

    private UnaryOperator<Person> state(Field field) {
        if (field.values().isEmpty()) {
            return EntryReader::back;
        }
        Account.State state = one(field, Account.State.values());
        return p -> p.withState(state);
    }

    private Account.Kind type(Field field) {
        Account.Kind kind = one(field, Account.Kind.values());
        if (kind == Account.Kind.GROUP) {
            throw new Wrong(field.place(), "groups have a file, or a list, of their own");
        }
        return kind;
    }

    private static long bytes(Field field) {
        try {
            long bytes = Long.parseLong(field.text());
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Wrong(field.place(), "quota: expected a number of bytes");
    }

    /** Attributes that the file speaks of; the others stay. */
    private UnaryOperator<Person> attributes(Item item) {
        Map<String, List<String>> said = new LinkedHashMap<>();
        named(item, "attribute:").forEach((name, field) -> said.put(name, field.values()));
        return p -> {
            Map<String, List<String>> all = new HashMap<>(p.attributes());
            said.forEach(
                    (name, values) -> {
                        if (values.isEmpty()) {
                            all.remove(name);
                        } else {
                            all.put(name, values.stream().distinct().toList());
                        }
                    });
            return p.withAttributes(all);
        };
    }

    /** Preferences are the person's own: a file sets only those that are not there yet. */
    private UnaryOperator<Person> preferences(Item item) {
        Map<String, String> said = new LinkedHashMap<>();
        named(item, "preference:")
                .forEach(
                        (name, field) -> {
                            if (!field.values().isEmpty()) {
                                said.put(name, field.text());
                            }
                        });
        return p -> {
            Map<String, String> all = new HashMap<>(said);
            all.putAll(p.preferences());
            return p.withPreferences(all);
        };
    }

    private Map<String, Field> named(Item item, String prefix) {
        Map<String, Field> found = new LinkedHashMap<>();
        item.fields()
                .forEach(
                        (name, field) -> {
                            if (name.startsWith(prefix)) {
                                found.put(term(field, name.substring(prefix.length())), field);
                            }
                        });
        return found;
    }

    private Entry group(Item item) {
        Field at =
                item.filled("group")
                        .or(() -> item.filled("address"))
                        .orElseThrow(() -> new Wrong(item.place(), "group: there is none"));
        String address = local(at, at.text());
        Optional<Field> title = item.field("title").or(() -> item.field("name"));
        Optional<String> kind = item.filled("kind").map(f -> term(f, f.text()));
        Optional<ReplyMode> reply = item.filled("replymode").map(f -> one(f, ReplyMode.values()));
        Optional<History> history = item.filled("history").map(f -> one(f, History.values()));
        Optional<Field> expression = item.field("expression");
        return new Entry.OfGroup(
                item.place(),
                address,
                item.filled("externalid").map(EntryReader::plain),
                g -> {
                    Group changed = g.withAddresses(address, g.aliases());
                    changed = title.isPresent() ? changed.withTitle(plain(title.get())) : changed;
                    changed = kind.isPresent() ? changed.withKind(kind.get()) : changed;
                    changed = reply.isPresent() ? changed.withReplyMode(reply.get()) : changed;
                    changed = history.isPresent() ? changed.withHistory(history.get()) : changed;
                    return expression.isPresent()
                            ? changed.withExpression(nonEmpty(expression.get().text()))
                            : changed;
                },
                expression.flatMap(f -> nonEmpty(f.text())));
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text.strip()).filter(t -> !t.isEmpty());
    }

    private Entry member(Item item) {
        Field group = required(item, "group");
        Field member = required(item, "member");
        return new Entry.OfMember(
                item.place(),
                local(group, group.text()),
                local(member, member.text()),
                item.filled("rank").map(f -> one(f, Rank.values())),
                item.filled("muted").map(EntryReader::truth));
    }

    private Entry relation(Item item) {
        Field from = required(item, "from");
        Field to = required(item, "to");
        Field kind = item.filled("relation").orElseGet(() -> required(item, "kind"));
        Optional<Instant> since = item.filled("since").map(EntryReader::time);
        Optional<Instant> until = item.filled("until").map(EntryReader::time);
        if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
            throw new Wrong(item.place(), "ends before it begins");
        }
        String one = local(from, from.text());
        String other = local(to, to.text());
        if (one.equals(other)) {
            throw new Wrong(item.place(), "nobody has a relation to themselves");
        }
        return new Entry.OfRelation(
                item.place(), one, other, term(kind, kind.text()), since, until);
    }

    private static Field required(Item item, String name) {
        return item.filled(name)
                .orElseThrow(
                        () ->
                                new Wrong(
                                        item.field(name).map(Field::place).orElse(item.place()),
                                        name + ": there is none"));
    }

    private String local(Field field, String address) {
        try {
            String full = whole.apply(address.strip()).toLowerCase(Locale.ROOT);
            directory.requireLocal(full);
            return full;
        } catch (Refused e) {
            throw new Wrong(field.place(), String.valueOf(e.getMessage()));
        }
    }

    private static String term(Field field, String name) {
        try {
            return Terms.normal(name);
        } catch (Refused e) {
            throw new Wrong(field.place(), "\"" + name + "\": " + e.getMessage());
        }
    }

    private static String plain(Field field) {
        String text = field.text();
        if (text.length() > 320 || text.chars().anyMatch(Character::isISOControl)) {
            throw new Wrong(field.place(), "longer than 320 characters, or not plain text");
        }
        return text;
    }

    private static boolean truth(Field field) {
        return switch (field.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new Wrong(field.place(), "expected true or false");
        };
    }

    /** A day means its beginning, in UTC. */
    private static Instant time(Field field) {
        try {
            String text = field.text();
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Wrong(
                    field.place(), field.text() + " is no time; 2026-01-31 is, 2026-01-31T08:00Z");
        }
    }

    /** A constant by its name in any case, with hyphens. */
    private static <E extends Enum<E>> E one(Field field, E[] values) {
        for (E value : values) {
            if (wire(value).equals(field.text().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return value;
            }
        }
        throw new Wrong(
                field.place(),
                field.text()
                        + " is none of "
                        + String.join(
                                ", ",
                                java.util.Arrays.stream(values).map(EntryReader::wire).toList()));
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
