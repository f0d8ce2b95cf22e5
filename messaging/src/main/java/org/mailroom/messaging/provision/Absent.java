package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.provision.ImportOptions.Missing;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds who and what is here and not in the files. */
final class Absent {
    private static final int PAGE = 500;

    private final People people;
    private final Relations relations;
    private final Groups groups;
    private final Who who;
    private final InstantSource clock;

    /** Whom the files list, and the members of the groups they name. */
    private final Set<Long> listed = new HashSet<>();

    private final Map<AccountId, Set<Long>> members = new HashMap<>();
    private final Set<Tie> ties = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();

    private record Tie(long from, long to, String kind) {}

    /** How much there is, and how much of it is missing. */
    record Share(long there, long missing) {
        boolean within(int percent) {
            return missing * 100 <= there * percent;
        }
    }

    Absent(People people, Relations relations, Groups groups, Who who, InstantSource clock) {
        this.people = people;
        this.relations = relations;
        this.groups = groups;
        this.who = who;
        this.clock = clock;
    }

    /** Reads what the files list. */
    void read(List<ImportFile> files, EntryReader reader) throws IOException {
        for (ImportFile file : files) {
            Items.read(file, item -> reader.read(item).ifPresent(this::listed), mistake -> {});
        }
    }

    private void listed(Entry entry) {
        switch (entry) {
            case Entry.OfPerson p -> who.of(p).ifPresent(known -> listed.add(known.id().value()));
            case Entry.OfGroup g ->
                    who.of(g)
                            .filter(known -> known.expression().isEmpty())
                            .ifPresent(known -> members.putIfAbsent(known.id(), new HashSet<>()));
            case Entry.OfMember m ->
                    who.group(m.group())
                            .map(Group::id)
                            .ifPresent(
                                    id -> {
                                        Set<Long> in =
                                                members.computeIfAbsent(id, i -> new HashSet<>());
                                        who.anybody(m.member()).ifPresent(a -> in.add(a.value()));
                                    });
            case Entry.OfRelation r -> {
                kinds.add(r.relation());
                Optional<Person> from = who.person(r.from());
                Optional<Person> to = who.person(r.to());
                if (from.isPresent() && to.isPresent()) {
                    ties.add(new Tie(from.get().id().value(), to.get().id().value(), r.relation()));
                }
            }
        }
    }

    /** How much of it is missing. */
    Share share(Missing what) {
        long[] counts = new long[2];
        switch (what) {
            case PEOPLE -> people(p -> counts[0]++, p -> counts[1]++);
            case MEMBERS -> members(m -> counts[0]++, m -> counts[1]++);
            case RELATIONS -> relations(r -> counts[0]++, r -> counts[1]++);
        }
        return new Share(counts[0], counts[1]);
    }

    /** People who are here, and those of them who are missing. */
    void people(Consumer<Person> each, Consumer<Person> missing) {
        List<Person> page = people.list(PAGE);
        while (!page.isEmpty()) {
            for (Person person : page) {
                if (person.kind() == Account.Kind.PERSON && person.state() != Account.State.LEFT) {
                    each.accept(person);
                    if (!listed.contains(person.id().value())) {
                        missing.accept(person);
                    }
                }
            }
            page = people.list(page.getLast().id(), PAGE);
        }
    }

    /** Members by hand of the groups that are named, and those of them who are missing. */
    void members(Consumer<Membership> each, Consumer<Membership> missing) {
        members.forEach(
                (group, in) -> {
                    List<Membership> page = groups.members(group, PAGE);
                    while (!page.isEmpty()) {
                        for (Membership member : page) {
                            if (!member.byRule()) {
                                each.accept(member);
                                if (!in.contains(member.member().value())) {
                                    missing.accept(member);
                                }
                            }
                        }
                        page = groups.members(group, page.getLast().member(), PAGE);
                    }
                });
    }

    /** Open relations of the kinds that are named, and those of them that are missing. */
    void relations(Consumer<Relation> each, Consumer<Relation> missing) {
        if (kinds.isEmpty()) {
            return;
        }
        List<Person> page = people.list(PAGE);
        while (!page.isEmpty()) {
            for (Person person : page) {
                for (Relation r : from(person.id())) {
                    each.accept(r);
                    if (!ties.contains(new Tie(r.from().value(), r.to().value(), r.kind()))) {
                        missing.accept(r);
                    }
                }
            }
            page = people.list(page.getLast().id(), PAGE);
        }
    }

    private List<Relation> from(AccountId id) {
        List<Relation> open = new ArrayList<>();
        List<Relation> page = relations.of(id, 0, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(r -> r.from().equals(id) && kinds.contains(r.kind()))
                    .filter(r -> r.until().map(clock.instant()::isBefore).orElse(true))
                    .forEach(open::add);
            page = relations.of(id, page.getLast().id(), PAGE);
        }
        return open;
    }
}
