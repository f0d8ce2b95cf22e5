package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes relations, and sets their ends, as entries say. */
final class RelationTaking {
    private final Relations relations;
    private final Who who;
    private final Actor actor;
    private final InstantSource clock;
    private final boolean dryRun;
    private final Tally tally;

    RelationTaking(
            Relations relations,
            Who who,
            Actor actor,
            InstantSource clock,
            boolean dryRun,
            Tally tally) {
        this.relations = relations;
        this.who = who;
        this.actor = actor;
        this.clock = clock;
        this.dryRun = dryRun;
        this.tally = tally;
    }

    private record Wanted(AccountId from, AccountId to, String kind) {}

    /** At most {@link Relations#MOST_AT_ONCE}. */
    void take(List<Entry.OfRelation> entries) {
        Map<Wanted, Entry.OfRelation> fresh = new LinkedHashMap<>();
        for (Entry.OfRelation entry : entries) {
            Optional<AccountId> from = who.person(entry.from()).map(Person::id);
            Optional<AccountId> to = who.person(entry.to()).map(Person::id);
            if (from.isEmpty() || to.isEmpty()) {
                // a dry run: those whom the files declare are not there
                tally.count(entry, dryRun ? Outcome.CREATED : Outcome.FAILED);
                continue;
            }
            Wanted wanted = new Wanted(from.get(), to.get(), entry.relation());
            Optional<Relation> known = known(wanted, entry);
            if (known.isPresent()) {
                update(entry, known.get());
            } else if (fresh.putIfAbsent(wanted, entry) != null) {
                tally.count(entry, Outcome.UNCHANGED);
            }
        }
        add(fresh);
    }

    /** One that holds now, or held when this one begins. */
    private Optional<Relation> known(Wanted wanted, Entry.OfRelation entry) {
        Instant now = clock.instant();
        return java.util.stream.Stream.of(now, entry.since().orElse(now))
                .distinct()
                .flatMap(at -> relations.between(wanted.from(), wanted.to(), at).stream())
                .filter(r -> r.from().equals(wanted.from()) && r.kind().equals(wanted.kind()))
                .findFirst();
    }

    private void update(Entry.OfRelation entry, Relation known) {
        boolean ends =
                entry.until().isPresent()
                        && !entry.until()
                                .map(t -> t.truncatedTo(ChronoUnit.MILLIS))
                                .equals(known.until());
        try {
            if (ends && !dryRun) {
                relations.end(known.id(), entry.until().orElseThrow(), actor);
            }
            tally.count(entry, ends ? Outcome.UPDATED : Outcome.UNCHANGED);
        } catch (Refused e) {
            tally.failed(entry, e);
        }
    }

    private void add(Map<Wanted, Entry.OfRelation> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        try {
            if (!dryRun) {
                List<NewRelation> all =
                        fresh.entrySet().stream()
                                .map(e -> relation(e.getKey(), e.getValue()))
                                .toList();
                relations.addAll(all, actor);
            }
            fresh.values().forEach(entry -> tally.count(entry, Outcome.CREATED));
        } catch (Refused e) {
            if (fresh.size() == 1) {
                tally.failed(fresh.values().iterator().next(), e);
            } else {
                fresh.forEach((wanted, entry) -> add(Map.of(wanted, entry)));
            }
        }
    }

    private NewRelation relation(Wanted wanted, Entry.OfRelation entry) {
        return new NewRelation(
                wanted.from(),
                wanted.to(),
                wanted.kind(),
                entry.since().orElseGet(clock::instant),
                entry.until());
    }
}
