package org.mailroom.messaging.safety;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.Severity;
import org.mailroom.messaging.rows.RestrictionRow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What moderators have imposed on people. A restriction ends by the clock, with no job to run; it
 * is never deleted, only lifted. Thread-safe.
 */
public final class Restrictions {
    /** Most that hold at once for one person. */
    public static final int MOST = 100;

    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;

    /** What has not been lifted and had not run out when it was read. */
    private final Remembered<Long, List<Restriction>> open = new Remembered<>(REMEMBERED, REMEMBER);

    private volatile Supplier<Optional<Duration>> shadow = Optional::empty;

    public Restrictions(MailStore store, AuditLog audit, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.audit = audit;
        this.clock = clock;
        accounts.onChanged(id -> open.forget(id.value()));
    }

    /** The longest a shadow restriction may last; none, the default: it is not allowed at all. */
    public void shadow(Supplier<Optional<Duration>> longest) {
        shadow = longest;
    }

    /** What holds for a person at a moment. Answers from memory when warm. */
    public List<Restriction> active(AccountId person, Instant at) {
        List<Restriction> all = open.of(person.value(), this::readOpen);
        return all.isEmpty() ? all : all.stream().filter(r -> r.active(at)).toList();
    }

    // a minute's grace: moments asked about may lie a little back
    private List<Restriction> readOpen(long person) {
        long now = clock.millis() - Duration.ofMinutes(1).toMillis();
        return select(
                "accountId = :a and liftedAt is null and (until is null or until > :b) order by id",
                MOST,
                person,
                now);
    }

    /** Everything ever imposed on a person, the latest first, before {@code before} (0 starts). */
    public List<Restriction> history(AccountId person, long before, int limit) {
        return select(
                "accountId = :a and id < :b order by id desc",
                limit,
                person.value(),
                before == 0 ? Long.MAX_VALUE : before);
    }

    /** All that hold at present, after {@code after} (0 starts); for moderators. */
    public List<Restriction> active(long after, int limit) {
        long now = clock.millis();
        return select(
                "id > :a and liftedAt is null and (until is null or until > :b) order by id",
                limit,
                after,
                now);
    }

    public Optional<Restriction> byId(long id) {
        return select("id = :a and id = :b", 1, id, id).stream().findFirst();
    }

    private List<Restriction> select(String where, int limit, long a, long b) {
        return database.read(
                session -> {
                    List<RestrictionRow> rows =
                            session.createSelectionQuery(
                                            "from RestrictionRow where " + where,
                                            RestrictionRow.class)
                                    .setParameter("a", a)
                                    .setParameter("b", b)
                                    .setMaxResults(limit)
                                    .getResultList();
                    var all = new ArrayList<Restriction>(rows.size());
                    for (RestrictionRow row : rows) {
                        accounts.read(
                                        session,
                                        new AccountId(row.accountId),
                                        (account, key) -> opened(key, row))
                                .ifPresent(all::add);
                    }
                    return List.copyOf(all);
                });
    }

    private static Restriction opened(AccountKey key, RestrictionRow row) {
        List<String> words = Words.open(key, row.id, row.sealed);
        return new Restriction(
                row.id,
                new AccountId(row.accountId),
                Restriction.Kind.of(row.kind),
                Instant.ofEpochMilli(row.from),
                Optional.ofNullable(row.until).map(Instant::ofEpochMilli),
                words.get(0),
                actor(row.authorId, words.get(1)),
                Optional.of(words.get(2)).filter(report -> !report.isEmpty()),
                lifted(key, row));
    }

    private static Optional<Restriction.Lifted> lifted(AccountKey key, RestrictionRow row) {
        @Nullable Long at = row.liftedAt;
        byte @Nullable [] sealed = row.sealedLifted;
        if (at == null || sealed == null) {
            return Optional.empty();
        }
        List<String> words = Words.open(key, row.id, sealed);
        return Optional.of(
                new Restriction.Lifted(
                        Instant.ofEpochMilli(at), actor(row.liftedBy, words.get(1)), words.get(0)));
    }

    private static Actor actor(@Nullable Long account, String name) {
        return account == null ? Actor.named(name) : Actor.of(new AccountId(account));
    }

    /**
     * Imposes a restriction, beside those there are.
     *
     * @throws Refused POLICY for a shadow that is not allowed, too long or without an end; CANNOT
     *     without a reason, with an end in the past, or upon oneself; LIMIT; NONEXISTENT
     */
    public Restriction impose(NewRestriction wanted, Actor author) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        check(wanted, author, now);
        String reason = Words.checked(wanted.reason());
        String report = Words.checked(wanted.report().orElse(""));
        return write(
                wanted.person(),
                session -> {
                    if (!accounts.lock(session, List.of(wanted.person()))) {
                        throw new Refused(Refused.Reason.NONEXISTENT, "There is no such person");
                    }
                    requireRoom(session, wanted.person(), now);
                    var row = new RestrictionRow();
                    row.id = database.ids().next(session, Ids.Of.OBJECT);
                    row.accountId = wanted.person().value();
                    row.kind = wanted.kind().code();
                    row.from = now.toEpochMilli();
                    row.until = wanted.until().map(Instant::toEpochMilli).orElse(null);
                    row.authorId = author.account().map(AccountId::value).orElse(null);
                    try (AccountKey key = accounts.key(session, wanted.person())) {
                        row.sealed = Words.seal(key, row.id, reason, author.name(), report);
                        session.insert(row);
                        audit.record(session, List.of(imposed(wanted, row.id, reason, author)));
                        return opened(key, row);
                    }
                });
    }

    private static AuditEvent imposed(NewRestriction wanted, long id, String reason, Actor author) {
        String until = wanted.until().map(u -> " until " + u).orElse("");
        boolean hidden = wanted.kind() == Restriction.Kind.SHADOW;
        return AuditEvent.of(author, Action.RESTRICTED)
                .about(wanted.person())
                .object("restriction " + id + " " + word(wanted.kind()) + until)
                .because(reason)
                .severity(hidden ? Severity.HIGH : Action.RESTRICTED.severity());
    }

    private static String word(Restriction.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void check(NewRestriction wanted, Actor author, Instant now) {
        if (wanted.reason().isBlank()) {
            throw new Refused(Refused.Reason.CANNOT, "A restriction needs a reason");
        }
        if (author.is(wanted.person())) {
            throw new Refused(Refused.Reason.CANNOT, "Nobody restricts themselves");
        }
        if (wanted.until().filter(until -> !until.isAfter(now)).isPresent()) {
            throw new Refused(Refused.Reason.CANNOT, "The restriction would have ended already");
        }
        if (wanted.kind() == Restriction.Kind.SHADOW) {
            Optional<Instant> latest = shadow.get().map(now::plus);
            if (latest.isEmpty()) {
                throw new Refused(
                        Refused.Reason.POLICY, "Shadow restrictions are not allowed here");
            }
            if (wanted.until().filter(until -> !until.isAfter(latest.get())).isEmpty()) {
                throw new Refused(
                        Refused.Reason.POLICY,
                        "A shadow restriction ends by " + latest.get() + " at the latest");
            }
        }
    }

    private static void requireRoom(StatelessSession session, AccountId person, Instant now) {
        long there =
                session.createSelectionQuery(
                                "select count(*) from RestrictionRow where accountId = :id and"
                                        + " liftedAt is null and (until is null or until > :now)",
                                Long.class)
                        .setParameter("id", person.value())
                        .setParameter("now", now.toEpochMilli())
                        .getSingleResult();
        if (there >= MOST) {
            throw new Refused(
                    Refused.Reason.LIMIT, "At most " + MOST + " restrictions hold at once");
        }
    }

    /**
     * Ends a restriction now.
     *
     * @throws Refused NONEXISTENT; CANNOT if it has ended, or without a reason
     */
    public Restriction lift(long id, String reason, Actor actor) {
        if (reason.isBlank()) {
            throw new Refused(Refused.Reason.CANNOT, "Lifting a restriction needs a reason");
        }
        String why = Words.checked(reason);
        AccountId person = byId(id).orElseThrow(Restrictions::none).person();
        return write(
                person,
                session -> {
                    accounts.lock(session, List.of(person));
                    @Nullable RestrictionRow row = session.get(RestrictionRow.class, id);
                    if (row == null) {
                        throw none();
                    }
                    Instant now = Instant.ofEpochMilli(clock.millis());
                    try (AccountKey key = accounts.key(session, person)) {
                        if (!opened(key, row).active(now)) {
                            throw new Refused(Refused.Reason.CANNOT, "The restriction has ended");
                        }
                        row.liftedAt = now.toEpochMilli();
                        row.liftedBy = actor.account().map(AccountId::value).orElse(null);
                        row.sealedLifted = Words.seal(key, id, why, actor.name());
                        session.update(row);
                        audit.record(session, List.of(lifted(actor, row, why)));
                        return opened(key, row);
                    }
                });
    }

    private static AuditEvent lifted(Actor actor, RestrictionRow row, String why) {
        return AuditEvent.of(actor, Action.RESTRICTION_LIFTED)
                .about(new AccountId(row.accountId))
                .object("restriction " + row.id)
                .because(why);
    }

    private static Refused none() {
        return new Refused(Refused.Reason.NONEXISTENT, "There is no such restriction");
    }

    private Restriction write(AccountId person, Function<StatelessSession, Restriction> work) {
        Database.Committed<Restriction> done;
        try {
            done = database.write(work);
        } finally {
            open.forget(person.value());
        }
        database.awaitDurable(done.ticket());
        return done.value();
    }
}
