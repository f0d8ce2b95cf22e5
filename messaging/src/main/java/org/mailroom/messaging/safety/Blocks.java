package org.mailroom.messaging.safety;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.rows.BlockRow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whom people have blocked. The blocked one is told nothing: the policy answers as it does to
 * anybody who may not write. Thread-safe.
 */
public final class Blocks {
    /** Most blocks of one person. */
    public static final int MOST = 1_000;

    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Remembered<Long, Set<Long>> blocked = new Remembered<>(REMEMBERED, REMEMBER);

    /** Who has blocked somebody; for lists, whose members are many. */
    private final Remembered<Long, Set<Long>> blockers = new Remembered<>(1_000, REMEMBER);

    private volatile Predicate<AccountId> unblockable = id -> false;

    public Blocks(MailStore store, AuditLog audit, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.audit = audit;
        this.clock = clock;
    }

    /** Who may not be blocked: set by the policy, by role. Existing blocks are its to overlook. */
    public void unblockable(Predicate<AccountId> who) {
        unblockable = who;
    }

    /** Whether {@code recipient} has blocked {@code sender}. Answers from memory when warm. */
    public boolean blocks(AccountId recipient, AccountId sender) {
        return blocked.of(recipient.value(), id -> read("blockedId", "accountId", id))
                .contains(sender.value());
    }

    /** Those of {@code recipients} who have blocked {@code sender}, in one look; for lists. */
    public Set<AccountId> blocking(AccountId sender, Collection<AccountId> recipients) {
        Set<Long> all = blockers.of(sender.value(), id -> read("accountId", "blockedId", id));
        var found = new HashSet<AccountId>();
        for (AccountId recipient : recipients) {
            if (all.contains(recipient.value())) {
                found.add(recipient);
            }
        }
        return found;
    }

    private Set<Long> read(String wanted, String by, long id) {
        return Set.copyOf(
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "select %s from BlockRow where %s = :id"
                                                        .formatted(wanted, by),
                                                Long.class)
                                        .setParameter("id", id)
                                        .getResultList()));
    }

    /**
     * Blocks; a second time it replaces the reason.
     *
     * @throws Refused CANNOT for oneself; POLICY for one who may not be blocked; LIMIT past {@link
     *     #MOST} or for a reason that is too long; NONEXISTENT
     */
    public Block block(AccountId blocker, AccountId blocked, String reason, Actor actor) {
        if (blocker.equals(blocked)) {
            throw new Refused(Refused.Reason.CANNOT, "Nobody blocks themselves");
        }
        if (unblockable.test(blocked)) {
            throw new Refused(Refused.Reason.POLICY, "This person cannot be blocked");
        }
        var block = new Block(blocker, blocked, now(), Words.checked(reason));
        write(
                blocker,
                blocked,
                session -> {
                    if (!accounts.lock(session, List.of(blocker, blocked))) {
                        throw new Refused(Refused.Reason.NONEXISTENT, "There is no such person");
                    }
                    boolean again = delete(session, blocker, blocked);
                    if (!again && count(session, blocker) >= MOST) {
                        throw new Refused(Refused.Reason.LIMIT, "A person blocks at most " + MOST);
                    }
                    session.insert(row(session, block));
                    audit.record(
                            session,
                            List.of(event(actor, Action.BLOCKED, block).because(block.reason())));
                });
        return block;
    }

    /** What the blocker keeps to themselves is theirs in the log, too. */
    private static AuditEvent event(Actor actor, Action action, Block block) {
        return AuditEvent.of(actor, action)
                .about(block.blocker())
                .object("account " + block.blocked());
    }

    private BlockRow row(StatelessSession session, Block block) {
        var row = new BlockRow();
        row.accountId = block.blocker().value();
        row.blockedId = block.blocked().value();
        row.since = block.since().toEpochMilli();
        try (AccountKey key = accounts.key(session, block.blocker())) {
            row.sealed = Words.seal(key, row.blockedId, block.reason());
        }
        return row;
    }

    private static long count(StatelessSession session, AccountId blocker) {
        return session.createSelectionQuery(
                        "select count(*) from BlockRow where accountId = :id", Long.class)
                .setParameter("id", blocker.value())
                .getSingleResult();
    }

    private static boolean delete(StatelessSession session, AccountId blocker, AccountId blocked) {
        return session.createMutationQuery(
                                "delete from BlockRow where accountId = :blocker and blockedId ="
                                        + " :blocked")
                        .setParameter("blocker", blocker.value())
                        .setParameter("blocked", blocked.value())
                        .executeUpdate()
                > 0;
    }

    /** Unblocks; says whether there was a block. */
    public boolean unblock(AccountId blocker, AccountId blocked, Actor actor) {
        boolean[] was = {false};
        var block = new Block(blocker, blocked, now(), "");
        write(
                blocker,
                blocked,
                session -> {
                    was[0] = delete(session, blocker, blocked);
                    if (was[0]) {
                        audit.record(session, List.of(event(actor, Action.UNBLOCKED, block)));
                    }
                });
        return was[0];
    }

    private interface Work {
        void in(StatelessSession session);
    }

    private void write(AccountId blocker, AccountId other, Work work) {
        long ticket;
        try {
            ticket =
                    database.write(
                                    session -> {
                                        work.in(session);
                                        return true;
                                    })
                            .ticket();
        } finally {
            blocked.forget(blocker.value());
            blockers.forget(other.value());
        }
        database.awaitDurable(ticket);
    }

    /** Whom a person has blocked, in order of account after {@code after} (0 starts). */
    public List<Block> list(AccountId blocker, long after, int limit) {
        return database.read(
                session -> {
                    List<BlockRow> rows =
                            session.createSelectionQuery(
                                            "from BlockRow where accountId = :id and blockedId >"
                                                    + " :after order by blockedId",
                                            BlockRow.class)
                                    .setParameter("id", blocker.value())
                                    .setParameter("after", after)
                                    .setMaxResults(limit)
                                    .getResultList();
                    return rows.isEmpty() ? List.of() : opened(session, blocker, rows);
                });
    }

    private List<Block> opened(StatelessSession session, AccountId blocker, List<BlockRow> rows) {
        try (AccountKey key = accounts.key(session, blocker)) {
            return rows.stream()
                    .map(
                            row ->
                                    new Block(
                                            blocker,
                                            new AccountId(row.blockedId),
                                            Instant.ofEpochMilli(row.since),
                                            Words.open(key, row.blockedId, row.sealed).getFirst()))
                    .toList();
        }
    }

    // as the row keeps it
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
