package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes a big organisation: one in fifty a clinician, the others patients; each relation assigns a
 * clinician to a patient; classes of some twenty, one group of half of the people, one by an
 * expression. The same numbers give the same organisation.
 */
public final class Crowd {
    private static final Actor ACTOR = Actor.named("crowd");
    private static final int DOCTORS = 50;

    /** How much of everything. */
    public record Size(int people, int groups, int relations) {
        /** A tenth, a thousandth, … of the biggest. */
        public static Size of(int people) {
            return new Size(people, people / 10, people * 10);
        }
    }

    private final Organisation organisation;
    private final Size size;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<AccountId> people = new ArrayList<>();
    private final List<AccountId> doctors = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    public Crowd(Organisation organisation, Size size) {
        this.organisation = organisation;
        this.size = size;
    }

    /** All ids, in order. */
    public List<AccountId> people() {
        return people;
    }

    public List<AccountId> doctors() {
        return doctors;
    }

    /** The big one first. */
    public List<Group> groups() {
        return groups;
    }

    public String address(int person) {
        return "p" + person + "@example.org";
    }

    public void makePeople() {
        List<NewPerson> batch = new ArrayList<>();
        for (int i = 0; i < size.people; i++) {
            boolean doctor = i % DOCTORS == 0;
            batch.add(
                    new NewPerson(
                                    address(i),
                                    "Person " + i,
                                    Set.of(doctor ? "clinician" : "patient"))
                            .withAttributes(
                                    Map.of(
                                            "ward", List.of("w" + i % 100),
                                            "tier", List.of(i % 3 == 0 ? "gold" : "free"))));
            if (batch.size() == People.MOST_AT_ONCE || i == size.people - 1) {
                for (Person made : organisation.people().createAll(batch, ACTOR)) {
                    if (made.has("clinician")) {
                        doctors.add(made.id());
                    }
                    people.add(made.id());
                }
                batch.clear();
            }
        }
    }

    public void makeGroups() {
        groups.add(group("big", "everyone"));
        join(groups.getFirst(), people.subList(0, size.people / 2));
        for (int i = 1; i < size.groups; i++) {
            Group made = group("g" + i, i % 2 == 0 ? "class" : "support-group");
            groups.add(made);
            Set<AccountId> members = new HashSet<>();
            while (members.size() < Math.min(20, size.people / 4)) {
                members.add(people.get(random.nextInt(people.size())));
            }
            join(made, List.copyOf(members));
        }
    }

    private Group group(String name, String kind) {
        return organisation
                .groups()
                .create(new NewGroup(name + "@example.org", "Group " + name, kind), ACTOR);
    }

    private void join(Group group, List<AccountId> members) {
        for (int from = 0; from < members.size(); from += 500) {
            organisation
                    .groups()
                    .joinAll(
                            group.id(),
                            members.subList(from, Math.min(members.size(), from + 500)),
                            Rank.MEMBER,
                            ACTOR);
        }
    }

    public void makeRelations() {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        Set<Long> seen = new HashSet<>();
        List<NewRelation> batch = new ArrayList<>();
        while (seen.size() < size.relations) {
            AccountId from = doctors.get(random.nextInt(doctors.size()));
            AccountId to = people.get(random.nextInt(people.size()));
            if (!from.equals(to) && seen.add(from.value() << 32 | to.value())) {
                batch.add(new NewRelation(from, to, "assigned", since, Optional.empty()));
            }
            if (batch.size() == Relations.MOST_AT_ONCE || seen.size() == size.relations) {
                organisation.relations().addAll(batch, ACTOR);
                batch.clear();
            }
        }
    }
}
