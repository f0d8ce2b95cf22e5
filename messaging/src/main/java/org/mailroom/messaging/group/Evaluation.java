package org.mailroom.messaging.group;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.messaging.people.FollowUp;
import org.mailroom.messaging.rows.DueRow;
import org.mailroom.messaging.rows.GroupRow;
import org.mailroom.messaging.rows.MembershipRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Applies changed expressions to everybody, some hundred people in one short transaction, and looks
 * again at those whose relations begin or end of themselves. How far it has come is in the group's
 * row, so a stop at any point is taken up again; several processes may do the same at once.
 */
final class Evaluation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

    private static final int PAGE = 250;

    /** Longest wait before it is seen that a time has come; another process may have set it. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Dynamic dynamic;
    private final InstantSource clock;
    private final Semaphore wanted = new Semaphore(0);
    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;
    private volatile boolean closed;

    Evaluation(MailStore store, Memberships memberships, Dynamic dynamic, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.memberships = memberships;
        this.dynamic = dynamic;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("group-evaluation").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** There is something to do. */
    void wake() {
        wanted.release();
    }

    private void loop() {
        // what an earlier run left half done comes first
        while (!closed) {
            long wait;
            try {
                settle();
                wait = untilDue();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("applying expressions failed; it is tried again", e);
                }
                wait = PAUSE.toMillis();
            }
            try {
                wanted.tryAcquire(wait, TimeUnit.MILLISECONDS);
                wanted.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private long untilDue() {
        List<Long> next =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "select at from DueRow order by at", Long.class)
                                        .setMaxResults(1)
                                        .getResultList());
        return next.isEmpty()
                ? LONGEST.toMillis()
                : Math.clamp(next.getFirst() - clock.millis(), 1, LONGEST.toMillis());
    }

    /** Does all there is to do and returns. */
    void settle() {
        running.lock();
        try {
            boolean more = true;
            while (more && !closed) {
                more = due() || step();
            }
        } finally {
            running.unlock();
        }
    }

    /** Looks again at some whose time has come; whether there were any. */
    private boolean due() {
        var later = new ArrayList<Runnable>();
        try (FollowUp.Hold held = dynamic.hold()) {
            try {
                return database.write(
                                session -> {
                                    List<DueRow> rows = dueRows(session);
                                    List<AccountId> ids =
                                            rows.stream()
                                                    .map(row -> new AccountId(row.accountId))
                                                    .distinct()
                                                    .toList();
                                    accounts.lock(session, ids);
                                    later.add(held.within(session, ids, FollowUp.What.RELATIONS));
                                    rows.forEach(session::delete);
                                    return !rows.isEmpty();
                                })
                        .value();
            } finally {
                later.forEach(Runnable::run);
            }
        }
    }

    private List<DueRow> dueRows(StatelessSession session) {
        return session.createSelectionQuery(
                        "from DueRow where at <= :now order by at", DueRow.class)
                .setParameter("now", clock.millis())
                .setMaxResults(PAGE)
                .getResultList();
    }

    /** Applies an expression to the next people; whether there was one to apply. */
    private boolean step() {
        List<Long> next =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "select id from GroupRow where evaluated is not"
                                                        + " null order by id",
                                                Long.class)
                                        .setMaxResults(1)
                                        .getResultList());
        if (next.isEmpty()) {
            return false;
        }
        var group = new AccountId(next.getFirst());
        var moved = new ArrayList<AccountId>();
        // compiled outside the transaction, which must not wait for another connection
        Plan plan = plan(group);
        try {
            database.write(
                    session -> {
                        apply(session, group, plan, moved);
                        return true;
                    });
        } finally {
            memberships.forget(moved);
        }
        return true;
    }

    /** What is to be applied, and the version of the group that says so. */
    private record Plan(long version, Optional<Expression> expression) {}

    private Plan plan(AccountId group) {
        record Text(long version, String text) {}
        Text text =
                database.read(
                        session -> {
                            GroupRow row = session.get(GroupRow.class, group.value());
                            return row == null
                                    ? new Text(-1, "")
                                    : new Text(
                                            row.version,
                                            accounts.read(
                                                            session,
                                                            group,
                                                            (a, key) -> Groups.open(row, key))
                                                    .orElse(""));
                        });
        return new Plan(text.version, dynamic.compiled(group.value(), text.text));
    }

    private void apply(
            StatelessSession session, AccountId group, Plan plan, List<AccountId> moved) {
        GroupRow row = session.get(GroupRow.class, group.value());
        if (row == null || row.version != plan.version || row.evaluated == null) {
            return; // changed meanwhile: the next step sees it
        }
        long from = row.evaluated;
        List<AccountId> ids = people(session, from);
        accounts.lock(session, ids);
        Map<AccountId, Map<Long, MembershipRow>> held =
                ids.isEmpty() ? Map.of() : Dynamic.open(session, ids, Optional.of(group));
        for (AccountId id : ids) {
            boolean belongs =
                    plan.expression
                            .flatMap(e -> dynamic.facts(session, id).filter(e::holds))
                            .isPresent();
            MembershipRow membership = held.getOrDefault(id, Map.of()).get(group.value());
            if (dynamic.set(session, group, id, membership, belongs)) {
                moved.add(id);
            }
        }
        advance(session, row, ids);
    }

    private static void advance(StatelessSession session, GroupRow row, List<AccountId> done) {
        int changed =
                session.createMutationQuery(
                                "update GroupRow set evaluated = :next where id = :id and version"
                                        + " = :version and evaluated = :from")
                        .setParameter("next", done.size() < PAGE ? null : done.getLast().value())
                        .setParameter("id", row.id)
                        .setParameter("version", row.version)
                        .setParameter("from", row.evaluated)
                        .executeUpdate();
        if (changed == 0) {
            // rolls back what was done by an expression that is no more, or by two at once
            throw new Refused(Refused.Reason.CONFLICT, "The group has changed meanwhile");
        }
    }

    private static List<AccountId> people(StatelessSession session, long after) {
        return session
                .createSelectionQuery(
                        "select id from AccountRow where id > :after and kind = :person and state <"
                                + " 99 order by id",
                        Long.class)
                .setParameter("after", after)
                .setParameter("person", Account.Kind.PERSON.code())
                .setMaxResults(PAGE)
                .getResultList()
                .stream()
                .map(AccountId::new)
                .toList();
    }

    Optional<Progress> progress(AccountId group) {
        return database.read(
                session -> {
                    GroupRow row = session.get(GroupRow.class, group.value());
                    return row == null || row.evaluated == null
                            ? Optional.empty()
                            : Optional.of(
                                    new Progress(
                                            count(session, "and id <= " + row.evaluated),
                                            count(session, "")));
                });
    }

    private static long count(StatelessSession session, String which) {
        return session.createSelectionQuery(
                        "select count(*) from AccountRow where kind = :person and state < 99 "
                                + which,
                        Long.class)
                .setParameter("person", Account.Kind.PERSON.code())
                .getSingleResult();
    }

    @Override
    public void close() {
        closed = true;
        wanted.release();
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
