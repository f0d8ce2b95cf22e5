package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes and changes people as entries say. */
final class PeopleTaking {
    private static final AccountId NOBODY_YET = new AccountId(Long.MAX_VALUE);

    private final People people;
    private final Directory directory;
    private final Links links;
    private final Who who;
    private final Actor actor;
    private final InstantSource clock;
    private final boolean dryRun;
    private final Tally tally;

    PeopleTaking(
            People people,
            Directory directory,
            Links links,
            Who who,
            Actor actor,
            InstantSource clock,
            boolean dryRun,
            Tally tally) {
        this.people = people;
        this.directory = directory;
        this.links = links;
        this.who = who;
        this.actor = actor;
        this.clock = clock;
        this.dryRun = dryRun;
        this.tally = tally;
    }

    /** At most {@link People#MOST_AT_ONCE}. */
    void take(List<Entry.OfPerson> entries) {
        List<Entry.OfPerson> unknown = new ArrayList<>();
        List<Link> found = new ArrayList<>();
        Map<String, AccountId> external =
                links.byExternalIds(
                        Account.Kind.PERSON,
                        entries.stream().flatMap(e -> e.externalId().stream()).toList());
        Map<AccountId, Link> kept = links.byIds(external.values());
        for (Entry.OfPerson entry : entries) {
            Optional<Person> known =
                    entry.externalId()
                            .flatMap(e -> Optional.ofNullable(external.get(e)))
                            .flatMap(people::byId)
                            .or(() -> who.person(entry.address()));
            if (known.isEmpty()) {
                unknown.add(entry);
                continue;
            }
            try {
                update(entry, known.get(), link(kept, entry, known.get().id()))
                        .ifPresent(found::add);
            } catch (Refused e) {
                tally.failed(entry, e);
            }
        }
        if (!dryRun) {
            links.keepAll(found);
        }
        create(unknown);
    }

    /** The link there is, looked for only where the file says an external id. */
    private Optional<Link> link(Map<AccountId, Link> kept, Entry.OfPerson entry, AccountId id) {
        return entry.externalId().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(kept.get(id)).or(() -> links.byId(id));
    }

    /** Gives the link that is to be kept, where it is new. */
    private Optional<Link> update(Entry.OfPerson entry, Person known, Optional<Link> link) {
        Person wanted = entry.changed().apply(known);
        boolean relinked =
                entry.externalId().isPresent()
                        && !entry.externalId().equals(link.flatMap(Link::externalId));
        boolean changed = !wanted.equals(known);
        if (!dryRun) {
            if (changed) {
                people.update(wanted, actor);
            }
            entry.password().ifPresent(password -> directory.setPassword(known.id(), password));
        }
        boolean any = changed || relinked || entry.password().isPresent();
        tally.count(entry, any ? Outcome.UPDATED : Outcome.UNCHANGED);
        return relinked ? Optional.of(link(known.id(), entry, link)) : Optional.empty();
    }

    private Link link(AccountId id, Entry.OfPerson entry, Optional<Link> before) {
        Instant now = clock.instant();
        return new Link(
                id,
                entry.externalId(),
                before.flatMap(Link::userName),
                before.map(Link::document).orElse(""),
                before.map(Link::created).orElse(now),
                now);
    }

    private void create(List<Entry.OfPerson> entries) {
        if (dryRun) {
            entries.forEach(e -> tally.count(e, Outcome.CREATED));
            return;
        }
        if (entries.isEmpty()) {
            return;
        }
        List<Person> wanted = entries.stream().map(PeopleTaking::fresh).toList();
        try {
            List<NewPerson> all = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                all.add(newPerson(entries.get(i), wanted.get(i)));
            }
            finish(entries, wanted, people.createAll(all, actor));
        } catch (Refused e) {
            if (entries.size() == 1) {
                tally.failed(entries.getFirst(), e);
            } else {
                // one of them: the others are not to wait for it
                entries.forEach(entry -> create(List.of(entry)));
            }
        }
    }

    private static Person fresh(Entry.OfPerson entry) {
        return entry.changed()
                .apply(
                        new Person(
                                NOBODY_YET,
                                entry.type(),
                                entry.address(),
                                List.of(),
                                "",
                                Account.State.ACTIVE,
                                Set.of(),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                0));
    }

    private static NewPerson newPerson(Entry.OfPerson entry, Person wanted) {
        return new NewPerson(
                wanted.kind(),
                wanted.address(),
                wanted.aliases(),
                wanted.displayName(),
                wanted.roles(),
                wanted.attributes(),
                wanted.locale(),
                wanted.zone(),
                wanted.preferences(),
                entry.quotaBytes());
    }

    private void finish(List<Entry.OfPerson> entries, List<Person> wanted, List<Person> made) {
        List<Link> all = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Entry.OfPerson entry = entries.get(i);
            Person person = made.get(i);
            if (entry.externalId().isPresent()) {
                all.add(link(person.id(), entry, Optional.empty()));
            }
            tally.count(entry, Outcome.CREATED);
            try {
                if (wanted.get(i).state() != person.state()) {
                    people.update(person.withState(wanted.get(i).state()), actor);
                }
                entry.password().ifPresent(p -> directory.setPassword(person.id(), p));
            } catch (Refused e) {
                tally.mistake(new Mistake(entry.place(), String.valueOf(e.getMessage())));
            }
        }
        links.keepAll(all);
    }
}
