package org.mailroom.messaging.group;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.FollowUp;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.rows.GroupRow;
import org.mailroom.messaging.rows.MembershipRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Memberships that follow from expressions. They are rows like all others, so that asking for them
 * costs nothing more: a change to a person or relation works out that person's anew, in the same
 * transaction; a changed expression is applied to everybody in the background by {@link
 * Evaluation}.
 *
 * <p>Nothing is missed in between: who changes a person holds the expressions as they are and the
 * person's account row; who changes an expression waits for those, and its evaluation begins after.
 * Thread-safe.
 */
final class Dynamic implements FollowUp {
    private static final Logger LOG = LoggerFactory.getLogger(Dynamic.class);

    /** Another process may have changed an expression. */
    private static final Duration REMEMBER = Duration.ofSeconds(10);

    private static final int CHUNK = 500;

    /** Relations of one person that are taken into memory; of more, each is asked for. */
    private static final int FEW = 2_000;

    /** The expressions of all groups, as they were at a time. */
    private record Known(Map<Long, Expression> all, Set<Long> withRelations, long nanos) {}

    private final Database database;
    private final Accounts accounts;
    private final Directory directory;
    private final People people;
    private final Relations relations;
    private final Memberships memberships;
    private final InstantSource clock;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile @Nullable Known known;

    Dynamic(
            MailStore store,
            Directory directory,
            People people,
            Relations relations,
            Memberships memberships,
            InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.directory = directory;
        this.people = people;
        this.relations = relations;
        this.memberships = memberships;
        this.clock = clock;
        accounts.onChanged(this::changed);
    }

    /** Somebody whom an expression names may have another address now. */
    private void changed(AccountId id) {
        Known now = known;
        if (now != null && now.all.values().stream().anyMatch(e -> e.others().contains(id))) {
            known = null;
        }
    }

    /** Refuses what is no expression. */
    void check(String expression) {
        parse(expression);
    }

    private Expression parse(String text) {
        return ExpressionParser.parse(
                text, address -> AddrSpec.of(address).flatMap(directory::recipientId));
    }

    /** While an expression is changed: nobody changes people or relations. */
    interface Change extends AutoCloseable {
        @Override
        void close();
    }

    Change change() {
        lock.writeLock().lock();
        return () -> {
            known = null;
            lock.writeLock().unlock();
        };
    }

    @Override
    public Hold hold() {
        lock.readLock().lock();
        try {
            return new Held(known());
        } catch (RuntimeException e) {
            lock.readLock().unlock();
            throw e;
        }
    }

    /** The expressions as they are while this is held. */
    private final class Held implements Hold {
        private final Known now;

        Held(Known now) {
            this.now = now;
        }

        @Override
        public Runnable within(StatelessSession session, Collection<AccountId> changed, What what) {
            Set<Long> groups = what == What.PERSON ? now.all.keySet() : now.withRelations;
            if (groups.isEmpty()) {
                return () -> {};
            }
            var moved = new ArrayList<AccountId>();
            var ids = new ArrayList<>(changed);
            for (int from = 0; from < ids.size(); from += CHUNK) {
                List<AccountId> chunk = ids.subList(from, Math.min(from + CHUNK, ids.size()));
                apply(session, chunk, now.all, groups, moved);
            }
            return () -> memberships.forget(moved);
        }

        @Override
        public void close() {
            lock.readLock().unlock();
        }
    }

    private Known known() {
        Known now = known;
        if (now == null || System.nanoTime() - now.nanos > REMEMBER.toNanos()) {
            now = load();
            known = now;
        }
        return now;
    }

    private Known load() {
        long nanos = System.nanoTime();
        Map<Long, String> texts =
                database.read(
                        session -> {
                            Map<Long, String> all = new HashMap<>();
                            session.createSelectionQuery(
                                            "from GroupRow where dynamic = 1", GroupRow.class)
                                    .getResultList()
                                    .forEach(row -> text(session, row, all));
                            return all;
                        });
        Map<Long, Expression> all = new HashMap<>();
        Set<Long> withRelations = new HashSet<>();
        texts.forEach(
                (id, text) -> {
                    Optional<Expression> expression = compiled(id, text);
                    expression.ifPresent(e -> all.put(id, e));
                    if (expression.map(Expression::usesRelations).orElse(false)) {
                        withRelations.add(id);
                    }
                });
        return new Known(all, withRelations, nanos);
    }

    private void text(StatelessSession session, GroupRow row, Map<Long, String> to) {
        accounts.read(session, new AccountId(row.id), (account, key) -> Groups.open(row, key))
                .ifPresent(text -> to.put(row.id, text));
    }

    /** One whose address has gone since is true of nobody until somebody puts it right. */
    Optional<Expression> compiled(long group, String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
        } catch (Refused e) {
            LOG.warn("The expression of group {} holds no more: {}", group, e.getMessage());
            return Optional.empty();
        }
    }

    private void apply(
            StatelessSession session,
            List<AccountId> ids,
            Map<Long, Expression> all,
            Set<Long> groups,
            List<AccountId> moved) {
        Map<AccountId, Map<Long, MembershipRow>> held = open(session, ids, Optional.empty());
        for (AccountId id : ids) {
            Optional<Facts> facts = facts(session, id);
            for (long group : groups) {
                Expression expression = Objects.requireNonNull(all.get(group));
                boolean belongs = facts.filter(expression::holds).isPresent();
                MembershipRow row = held.getOrDefault(id, Map.of()).get(group);
                if (set(session, new AccountId(group), id, row, belongs)) {
                    moved.add(id);
                }
            }
        }
    }

    /** What is known of a person; empty for who never belongs to a group by an expression. */
    Optional<Facts> facts(StatelessSession session, AccountId id) {
        return people.read(session, id)
                .filter(p -> p.kind() == Account.Kind.PERSON && p.state() != Account.State.LEFT)
                .map(p -> new Facts(session, p));
    }

    /** The open memberships of each, of one group or of all. */
    static Map<AccountId, Map<Long, MembershipRow>> open(
            StatelessSession session, List<AccountId> ids, Optional<AccountId> group) {
        var query =
                session.createSelectionQuery(
                                "from MembershipRow where memberId in :ids and open = 1"
                                        + (group.isPresent() ? " and groupId = :group" : ""),
                                MembershipRow.class)
                        .setParameter("ids", ids.stream().map(AccountId::value).toList());
        group.ifPresent(g -> query.setParameter("group", g.value()));
        Map<AccountId, Map<Long, MembershipRow>> all = new HashMap<>();
        for (MembershipRow row : query.getResultList()) {
            all.computeIfAbsent(new AccountId(row.memberId), k -> new HashMap<>())
                    .put(row.groupId, row);
        }
        return all;
    }

    /** Makes or ends a membership as the expression says; those made by hand stay. */
    boolean set(
            StatelessSession session,
            AccountId group,
            AccountId member,
            @Nullable MembershipRow row,
            boolean belongs) {
        long now = clock.millis();
        MembershipRow held = row;
        if (held != null && held.left != null && held.left <= now) {
            held.open = null;
            session.update(held);
            held = null;
        }
        if (belongs && held == null) {
            MembershipRow made = memberships.row(session, group, member, now);
            made.byRule = 1;
            session.insert(made);
            return true;
        }
        if (!belongs && held != null && held.byRule == 1) {
            held.left = now;
            held.open = null;
            session.update(held);
            return true;
        }
        return false;
    }

    /** A person as an expression sees it, within a transaction. */
    final class Facts implements Expression.Facts {
        private final StatelessSession session;
        private final Person person;

        /** The person's relations, once they were asked for. */
        private @Nullable List<Relation> few;

        Facts(StatelessSession session, Person person) {
            this.session = session;
            this.person = person;
        }

        @Override
        public Person person() {
            return person;
        }

        @Override
        public boolean related(String kind, boolean outward, Optional<AccountId> other) {
            List<Relation> all = few;
            if (all == null) {
                all = relations.of(session, person.id(), 0, FEW + 1);
                few = all;
            }
            Instant now = clock.instant();
            return all.size() <= FEW
                    ? all.stream().anyMatch(r -> is(r, kind, outward, other) && r.holds(now))
                    : relations.any(session, person.id(), kind, outward, other, now);
        }

        private boolean is(Relation r, String kind, boolean outward, Optional<AccountId> other) {
            AccountId mine = outward ? r.from() : r.to();
            AccountId others = outward ? r.to() : r.from();
            return mine.equals(person.id())
                    && r.kind().equals(kind)
                    && other.map(others::equals).orElse(true);
        }
    }
}
