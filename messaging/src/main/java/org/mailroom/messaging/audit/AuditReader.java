package org.mailroom.messaging.audit;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.Database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What the log says, the latest first, a page at a time. Whoever shows it checks who may see. */
public final class AuditReader {
    private static final int PAGE = 500;

    private final Database database;
    private final LogKeys keys;

    AuditReader(Database database, LogKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /** Everything before record {@code before}; Long.MAX_VALUE starts. */
    public List<AuditRecord> latest(long before, int limit) {
        return database.read(
                session ->
                        opened(
                                session,
                                session.doReturningWork(c -> LogRows.before(c, before, limit))));
    }

    /**
     * What concerns an account.
     *
     * @param routine also what the owner does in their own mail, and every delivery
     */
    public List<AuditRecord> about(AccountId account, boolean routine, long before, int limit) {
        return database.read(
                session ->
                        opened(
                                session,
                                session.doReturningWork(
                                        c -> about(c, account, routine, before, limit))));
    }

    private static List<LogRows.Stored> about(
            Connection connection, AccountId account, boolean routine, long before, int limit)
            throws SQLException {
        var found = new ArrayList<>(LogRows.before(connection, account.value(), 1, before, limit));
        if (routine) {
            found.addAll(LogRows.before(connection, account.value(), 0, before, limit));
            found.sort(Comparator.comparingLong(LogRows.Stored::seq).reversed());
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    /**
     * Every access to an account's mail by anybody but its owner, for the owner to see: who opened,
     * exported, imported, read a message of theirs or read the log about them, what was changed in
     * their mailboxes, and what touched their privacy. Deliveries are not among them.
     */
    public List<AuditRecord> accesses(AccountId owner, long before, int limit) {
        var all = new ArrayList<AuditRecord>();
        long from = before;
        List<AuditRecord> page;
        do {
            page = about(owner, false, from, PAGE);
            page.stream().filter(byAnother(owner)).forEach(all::add);
            from = page.isEmpty() ? 0 : page.getLast().seq();
        } while (page.size() == PAGE && all.size() < limit);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    private static Predicate<AuditRecord> byAnother(AccountId owner) {
        return record ->
                !record.actor().is(owner)
                        && record.action().filter(AuditReader::ownersBusiness).isPresent();
    }

    private static boolean ownersBusiness(Action action) {
        return switch (action.kind()) {
            case ACCESS, MAIL, PRIVACY -> true;
            case DECISION, LOGIN, ADMINISTRATION, SAFETY, LOG -> false;
        };
    }

    private List<AuditRecord> opened(StatelessSession session, List<LogRows.Stored> stored) {
        var all = new ArrayList<AuditRecord>(stored.size());
        for (LogRows.Stored one : stored) {
            // a body that is none any more is verification's to report
            Body.decode(one.body())
                    .map(body -> keys.open(one.seq(), body, id -> keys.keyOf(session, id)))
                    .ifPresent(all::add);
        }
        return all;
    }

    /** A record and the octets that its hash is over; as exported. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Raw(long seq, byte[] body, byte[] hash, AuditRecord says) {}

    /** Records from a number on, in order, at most {@code limit}; for export. */
    public List<Raw> raw(long from, int limit) {
        return database.read(
                session -> {
                    var all = new ArrayList<Raw>();
                    List<LogRows.Stored> stored =
                            session.doReturningWork(c -> LogRows.from(c, from, limit));
                    for (LogRows.Stored one : stored) {
                        AuditRecord says = opened(session, List.of(one)).getFirst();
                        all.add(new Raw(one.seq(), one.body(), one.hash(), says));
                    }
                    return all;
                });
    }
}
