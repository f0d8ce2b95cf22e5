package org.mailroom.messaging.people;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.people.FollowUp.What;
import org.mailroom.messaging.rows.DueRow;
import org.mailroom.messaging.rows.RelationRow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who is what to whom, and since when. At most one relation of a kind from one to another is open
 * at a time; ended ones stay as history. Thread-safe.
 */
public final class Relations {
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 100_000;

    /** Most made in one transaction. */
    public static final int MOST_AT_ONCE = 1_000;

    /** Two people, the lower number first: what is between them is kept once for both. */
    private record Pair(long low, long high) {
        static Pair of(AccountId a, AccountId b) {
            return new Pair(Math.min(a.value(), b.value()), Math.max(a.value(), b.value()));
        }
    }

    private final Database database;
    private final Accounts accounts;
    private final People people;
    private final Terms terms;
    private final AuditLog log;
    private final InstantSource clock;
    private final Remembered<Pair, List<Relation>> known = new Remembered<>(REMEMBERED, REMEMBER);

    public Relations(
            MailStore store, People people, Terms terms, AuditLog log, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.people = people;
        this.terms = terms;
        this.log = log;
        this.clock = clock;
        // the relations of somebody removed go with the account
        accounts.onChanged(id -> known.forgetAll());
    }

    /** What the two are to each other at a time, in both directions. */
    public List<Relation> between(AccountId a, AccountId b, Instant at) {
        List<Relation> all = between(a, b);
        return all.isEmpty() ? all : all.stream().filter(r -> r.holds(at)).toList();
    }

    /** Whatever the two were, are and will be to each other. */
    private List<Relation> between(AccountId a, AccountId b) {
        return known.of(Pair.of(a, b), pair -> database.read(session -> read(session, pair)));
    }

    // two look-ups by index: with an "or" the whole table would be read
    private List<Relation> read(StatelessSession session, Pair pair) {
        var rows = new ArrayList<>(rows(session, pair.low, pair.high));
        if (pair.low != pair.high) {
            rows.addAll(rows(session, pair.high, pair.low));
        }
        return rows.stream().map(row -> relation(session, row)).toList();
    }

    private static List<RelationRow> rows(StatelessSession session, long from, long to) {
        return session.createSelectionQuery(
                        "from RelationRow where fromId = :from and toId = :to", RelationRow.class)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
    }

    private Relation relation(StatelessSession session, RelationRow row) {
        return new Relation(
                row.id,
                new AccountId(row.fromId),
                new AccountId(row.toId),
                terms.name(session, row.kind),
                Instant.ofEpochMilli(row.since),
                Optional.ofNullable(row.until).map(Instant::ofEpochMilli));
    }

    /** Whether {@code from} is this to {@code to} at a time. */
    public boolean holds(AccountId from, AccountId to, String kind, Instant at) {
        String normal = Terms.normal(kind);
        return between(from, to).stream()
                .anyMatch(r -> r.from().equals(from) && r.kind().equals(normal) && r.holds(at));
    }

    /** All relations from or to somebody, ended ones too, in order of id behind {@code after}. */
    public List<Relation> of(AccountId id, long after, int limit) {
        return database.read(session -> of(session, id, after, limit));
    }

    /** As {@link #of(AccountId, long, int)}, as the transaction sees it. */
    public List<Relation> of(StatelessSession session, AccountId id, long after, int limit) {
        var rows = new ArrayList<RelationRow>();
        for (String side : List.of("fromId", "toId")) {
            rows.addAll(
                    session.createSelectionQuery(
                                    "from RelationRow where "
                                            + side
                                            + " = :id and id > :after order by id",
                                    RelationRow.class)
                            .setParameter("id", id.value())
                            .setParameter("after", after)
                            .setMaxResults(limit)
                            .getResultList());
        }
        return rows.stream()
                .sorted((a, b) -> Long.compare(a.id, b.id))
                .limit(limit)
                .map(row -> relation(session, row))
                .toList();
    }

    /**
     * Whether somebody has a relation of a kind at a time, as the transaction sees it.
     *
     * @param outward the person has the office; else the other has
     * @param other anybody, if empty
     */
    public boolean any(
            StatelessSession session,
            AccountId id,
            String kind,
            boolean outward,
            Optional<AccountId> other,
            Instant at) {
        OptionalLong number = terms.find(session, kind);
        if (number.isEmpty()) {
            return false;
        }
        String mine = outward ? "fromId" : "toId";
        String others = outward ? "toId" : "fromId";
        var query =
                session.createSelectionQuery(
                                "select id from RelationRow where "
                                        + mine
                                        + " = :id and kind = :kind and open = 1 and since <= :at"
                                        + " and (until is null or until > :at)"
                                        + (other.isPresent() ? " and " + others + " = :other" : ""),
                                Long.class)
                        .setParameter("id", id.value())
                        .setParameter("kind", number.getAsLong())
                        .setParameter("at", at.toEpochMilli())
                        .setMaxResults(1);
        other.ifPresent(o -> query.setParameter("other", o.value()));
        return !query.getResultList().isEmpty();
    }

    /** By its number. */
    public Optional<Relation> byId(long id) {
        return database.read(
                session -> {
                    RelationRow row = session.get(RelationRow.class, id);
                    return row == null ? Optional.empty() : Optional.of(relation(session, row));
                });
    }

    /** A relation from now on, with no end known. */
    public Relation add(AccountId from, AccountId to, String kind, Actor actor) {
        return add(new NewRelation(from, to, kind, clock.instant(), Optional.empty()), actor);
    }

    /**
     * Adds a relation.
     *
     * @throws Refused ALREADY_EXISTS if one of this kind is open between the two; NONEXISTENT;
     *     CANNOT if it ends before it begins or leads to itself
     */
    public Relation add(NewRelation wanted, Actor actor) {
        return addAll(List.of(wanted), actor).getFirst();
    }

    /** Adds all of them or none, in one transaction. */
    public List<Relation> addAll(List<NewRelation> wanted, Actor actor) {
        if (wanted.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(wanted.size() + " at once");
        }
        wanted.forEach(Relations::check);
        List<Long> kinds = wanted.stream().map(w -> terms.number(w.kind())).toList();
        Set<AccountId> both = new LinkedHashSet<>();
        wanted.forEach(w -> both.addAll(List.of(w.from(), w.to())));
        return commit(
                both,
                wanted.stream().map(w -> Pair.of(w.from(), w.to())).toList(),
                session -> {
                    var rows = new ArrayList<RelationRow>();
                    for (int i = 0; i < wanted.size(); i++) {
                        rows.add(row(session, wanted.get(i), kinds.get(i)));
                    }
                    insert(session, rows);
                    List<Relation> all = rows.stream().map(r -> relation(session, r)).toList();
                    log.record(
                            session,
                            all.stream().map(r -> event(actor, Action.RELATION_ADDED, r)).toList());
                    return all;
                });
    }

    private static void check(NewRelation wanted) {
        if (wanted.from().equals(wanted.to())) {
            throw new Refused(Reason.CANNOT, "Nobody has a relation to themselves");
        }
        if (wanted.until().map(until -> !until.isAfter(wanted.since())).orElse(false)) {
            throw new Refused(Reason.CANNOT, "The relation would end before it begins");
        }
    }

    /** Numbers only: what they are to each other is in the rows. */
    private static AuditEvent event(Actor actor, Action action, Relation r) {
        return AuditEvent.of(actor, action)
                .about(r.from())
                .object("relation %d to account %s".formatted(r.id(), r.to()));
    }

    private void insert(StatelessSession session, List<RelationRow> rows) {
        record Same(long from, long to, long kind) {}
        Set<Same> seen = new HashSet<>();
        for (RelationRow row : rows) {
            if (row.open != null && !seen.add(new Same(row.fromId, row.toId, row.kind))) {
                throw there();
            }
        }
        session.insertMultiple(rows);
        long now = clock.millis();
        rows.forEach(row -> due(session, row, now));
    }

    private static Refused there() {
        return new Refused(Reason.ALREADY_EXISTS, "There is such a relation already");
    }

    /** A new row, not yet inserted. */
    private RelationRow row(StatelessSession session, NewRelation wanted, long kind) {
        long now = clock.millis();
        for (RelationRow row : rows(session, wanted.from().value(), wanted.to().value())) {
            if (row.kind == kind && row.open != null) {
                if (row.until == null || row.until > now) {
                    throw there();
                }
                row.open = null;
                session.update(row);
            }
        }
        var row = new RelationRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.fromId = wanted.from().value();
        row.toId = wanted.to().value();
        row.kind = kind;
        row.since = wanted.since().toEpochMilli();
        row.until = wanted.until().map(Instant::toEpochMilli).orElse(null);
        row.open = row.until == null || row.until > now ? (short) 1 : null;
        return row;
    }

    /** Whoever belongs to groups by this relation is looked at again when it begins or ends. */
    private void due(StatelessSession session, RelationRow relation, long now) {
        for (@Nullable Long at : new @Nullable Long[] {relation.since, relation.until}) {
            if (at != null && at > now) {
                for (long account : new long[] {relation.fromId, relation.toId}) {
                    var row = new DueRow();
                    row.id = database.ids().next(session, Ids.Of.OBJECT);
                    row.at = at;
                    row.accountId = account;
                    session.insert(row);
                }
            }
        }
    }

    /**
     * Ends a relation at a time, now or to come; one that has ended stays as it is.
     *
     * @throws Refused NONEXISTENT
     */
    public void end(long id, Instant at, Actor actor) {
        Relation relation = byId(id).orElseThrow(Relations::none);
        commit(
                List.of(relation.from(), relation.to()),
                List.of(Pair.of(relation.from(), relation.to())),
                session -> {
                    boolean changed = end(session, id, at);
                    if (changed) {
                        log.record(session, List.of(event(actor, Action.RELATION_ENDED, relation)));
                    }
                    return changed;
                });
    }

    private boolean end(StatelessSession session, long id, Instant at) {
        RelationRow row = session.get(RelationRow.class, id);
        if (row == null) {
            throw none();
        }
        long now = clock.millis();
        if (row.open == null || (row.until != null && row.until <= now)) {
            return false;
        }
        row.until = Math.max(at.toEpochMilli(), row.since);
        row.open = row.until > now ? (short) 1 : null;
        session.update(row);
        due(session, row, now);
        return true;
    }

    private static Refused none() {
        return new Refused(Reason.NONEXISTENT, "There is no such relation");
    }

    private interface Work<T> {
        T in(StatelessSession session);
    }

    private <T> T commit(Collection<AccountId> both, List<Pair> pairs, Work<T> work) {
        var later = new ArrayList<Runnable>();
        Database.Committed<T> done;
        try (FollowUp.Hold held = people.followUp().hold()) {
            try {
                done =
                        database.write(
                                session -> {
                                    lock(session, both);
                                    T result = work.in(session);
                                    later.add(held.within(session, both, What.RELATIONS));
                                    return result;
                                });
            } finally {
                pairs.forEach(known::forget);
                later.forEach(Runnable::run);
            }
        }
        database.awaitDurable(done.ticket());
        return done.value();
    }

    private void lock(StatelessSession session, Collection<AccountId> both) {
        if (!accounts.lock(session, both)) {
            throw People.gone();
        }
    }
}
