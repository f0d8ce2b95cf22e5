package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.people.Person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all files before anything is changed: every entry by itself, then what they say of each
 * other and of those who are there.
 */
final class Checking {
    private static final long TELL_EVERY = 2_000;

    private final List<ImportFile> files;
    private final EntryReader reader;
    private final Who who;
    private final Tally tally;
    private final ImportProgress progress;

    /** Addresses that the files declare, people's first, with where. */
    private final Map<String, Place> people = new HashMap<>();

    private final Map<String, Place> groups = new HashMap<>();
    private final Map<String, Place> externalIds = new HashMap<>();
    private long entries;

    Checking(
            List<ImportFile> files,
            EntryReader reader,
            Who who,
            Tally tally,
            ImportProgress progress) {
        this.files = files;
        this.reader = reader;
        this.who = who;
        this.tally = tally;
        this.progress = progress;
    }

    /** How many entries there are; mistakes are in the tally. */
    long run() throws IOException {
        for (ImportFile file : files) {
            Items.read(file, item -> reader.read(item).ifPresent(this::declare), tally::mistake);
        }
        long all = entries;
        EntryReader again = reader.silent();
        for (ImportFile file : files) {
            Items.read(
                    file,
                    item -> {
                        if (item.kind() == Item.Kind.MEMBER || item.kind() == Item.Kind.RELATION) {
                            again.read(item).ifPresent(this::refer);
                        }
                    },
                    mistake -> {});
        }
        return all;
    }

    private void declare(Entry entry) {
        if (++entries % TELL_EVERY == 0) {
            progress.at("Checking", entries, 0);
        }
        switch (entry) {
            case Entry.OfPerson p -> {
                declare(people, p.address(), p.place());
                p.aliases().forEach(alias -> declare(people, alias, p.place()));
                p.externalId()
                        .ifPresent(
                                e -> declare(externalIds, "p " + e.replace('@', ' '), p.place()));
                List<String> all = new ArrayList<>(p.aliases());
                all.addFirst(p.address());
                for (String address : all) {
                    who.anybody(address).ifPresent(owner -> mine(p, address, owner));
                }
            }
            case Entry.OfGroup g -> {
                declare(groups, g.address(), g.place());
                g.externalId()
                        .ifPresent(
                                e -> declare(externalIds, "g " + e.replace('@', ' '), g.place()));
                Place twice = people.get(g.address());
                if (twice != null) {
                    tally.mistake(
                            new Mistake(g.place(), g.address() + " is a person's, at " + twice));
                }
                Optional<AccountId> owner = who.anybody(g.address());
                if (owner.isPresent() && !owner.equals(who.of(g).map(Group::id))) {
                    taken(g.address(), g.place());
                }
            }
            case Entry.OfMember m -> {
                // looked at when everybody is known
            }
            case Entry.OfRelation r -> {
                // looked at when everybody is known
            }
        }
    }

    private void declare(Map<String, Place> all, String name, Place at) {
        Place before = all.putIfAbsent(name, at);
        if (before != null) {
            String shown = name.indexOf('@') > 0 ? name : "the external id";
            tally.mistake(new Mistake(at, shown + " is in the files already, at " + before));
        }
    }

    /** An address that somebody else here has cannot be taken. */
    private void mine(Entry.OfPerson entry, String address, AccountId owner) {
        Optional<Person> known = who.of(entry);
        if (!known.map(Person::id).equals(Optional.of(owner))) {
            taken(address, entry.place());
        } else if (known.get().kind() != entry.type()) {
            tally.mistake(
                    new Mistake(entry.place(), entry.address() + " is of another kind already"));
        }
    }

    private void taken(String address, Place at) {
        tally.mistake(new Mistake(at, "somebody else has the address " + address));
    }

    private void refer(Entry entry) {
        switch (entry) {
            case Entry.OfMember m -> {
                if (!groups.containsKey(m.group()) && who.group(m.group()).isEmpty()) {
                    tally.mistake(
                            new Mistake(
                                    m.place(), m.group() + " is no group, here or in the files"));
                }
                if (!declared(m.member()) && who.anybody(m.member()).isEmpty()) {
                    tally.mistake(nobody(m.place(), m.member()));
                }
            }
            case Entry.OfRelation r -> {
                for (String end : List.of(r.from(), r.to())) {
                    if (!people.containsKey(end) && who.person(end).isEmpty()) {
                        tally.mistake(nobody(r.place(), end));
                    }
                }
            }
            default -> {
                // refers to nobody
            }
        }
    }

    private boolean declared(String address) {
        return people.containsKey(address) || groups.containsKey(address);
    }

    private static Mistake nobody(Place at, String address) {
        return new Mistake(at, address + " is nobody, here or in the files");
    }
}
