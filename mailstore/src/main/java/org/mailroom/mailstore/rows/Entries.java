package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The entry table by plain JDBC: opening a mailbox of a million messages, or flagging ten thousand,
 * must not make an object per column.
 */
public final class Entries {
    private static final int PAGE = 10_000;
    private static final int BATCH = 500;

    private Entries() {}

    /** Hands over a mailbox's messages in order of UID. Reads the covering index alone. */
    public static void load(StatelessSession session, long mailbox, Consumer<MessageRow> to) {
        session.doWork(
                connection -> {
                    long after = 0;
                    int got = PAGE;
                    while (got == PAGE) {
                        var page = page(connection, mailbox, after, PAGE, to);
                        after = page.last();
                        got = page.count();
                    }
                });
    }

    /** Hands over the first messages of a mailbox, at most {@code limit}. */
    public static void load(
            StatelessSession session, long mailbox, int limit, Consumer<MessageRow> to) {
        session.doWork(connection -> page(connection, mailbox, 0, limit, to));
    }

    private record Page(int count, long last) {}

    private static Page page(
            Connection connection, long mailbox, long after, int limit, Consumer<MessageRow> to)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select uid, flags, keyword_set, modseq, size_bytes, email_id, received,"
                                + " saved from entry where mailbox_id = ? and uid > ?"
                                + " order by uid limit ?")) {
            s.setLong(1, mailbox);
            s.setLong(2, after);
            s.setInt(3, limit);
            s.setFetchSize(limit);
            int count = 0;
            long last = after;
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    to.accept(row(r));
                    last = r.getLong(1);
                    count++;
                }
            }
            return new Page(count, last);
        }
    }

    private static MessageRow row(ResultSet r) throws SQLException {
        return new MessageRow(
                r.getLong(1),
                r.getShort(2),
                r.getInt(3),
                r.getLong(4),
                r.getLong(5),
                r.getLong(6),
                r.getLong(7),
                r.getLong(8));
    }

    /** Adds messages to a mailbox. */
    public static void insert(StatelessSession session, long mailbox, List<MessageRow> rows) {
        session.doWork(
                connection -> {
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "insert into entry (mailbox_id, uid, email_id, flags,"
                                            + " keyword_set, modseq, size_bytes, received, saved)"
                                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                        int n = 0;
                        for (MessageRow row : rows) {
                            s.setLong(1, mailbox);
                            s.setLong(2, row.uid());
                            s.setLong(3, row.emailId());
                            s.setShort(4, (short) row.flags());
                            s.setInt(5, row.keywordSet());
                            s.setLong(6, row.modseq());
                            s.setLong(7, row.size());
                            s.setLong(8, row.received());
                            s.setLong(9, row.saved());
                            n = batch(s, n);
                        }
                        s.executeBatch();
                    }
                });
    }

    private static int batch(PreparedStatement s, int n) throws SQLException {
        s.addBatch();
        if (n + 1 == BATCH) {
            s.executeBatch();
            return 0;
        }
        return n + 1;
    }

    /** Messages without a gap between them that get the same flags. */
    public record FlagRun(long firstUid, long lastUid, int flags, int keywordSet) {}

    /** Sets the flags of messages, all under one modseq; a statement for each run. */
    public static void updateFlags(
            StatelessSession session, long mailbox, List<FlagRun> runs, long modseq) {
        session.doWork(
                connection -> {
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "update entry set flags = ?, keyword_set = ?, modseq = ?"
                                            + " where mailbox_id = ? and uid >= ? and uid <= ?")) {
                        int n = 0;
                        for (FlagRun run : runs) {
                            s.setShort(1, (short) run.flags());
                            s.setInt(2, run.keywordSet());
                            s.setLong(3, modseq);
                            s.setLong(4, mailbox);
                            s.setLong(5, run.firstUid());
                            s.setLong(6, run.lastUid());
                            n = batch(s, n);
                        }
                        s.executeBatch();
                    }
                });
    }

    /**
     * Removes entries, the emails no entry shows any more, and the blobs no email uses any more.
     *
     * @return the emails that went
     */
    public static Gone delete(StatelessSession session, long mailbox, List<MessageRow> rows) {
        return session.doReturningWork(
                connection -> {
                    deleteEntries(connection, mailbox, rows);
                    return release(connection, rows.stream().map(MessageRow::emailId).toList());
                });
    }

    private static void deleteEntries(Connection connection, long mailbox, List<MessageRow> rows)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement("delete from entry where mailbox_id = ? and uid = ?")) {
            int n = 0;
            for (MessageRow row : rows) {
                s.setLong(1, mailbox);
                s.setLong(2, row.uid());
                n = batch(s, n);
            }
            s.executeBatch();
        }
    }

    /** One entry more for each email named; an email may be named twice. */
    public static void retain(StatelessSession session, Collection<Long> emails) {
        session.doWork(
                connection ->
                        count(
                                connection,
                                "update email set entries = entries + 1 where id = ?",
                                emails));
    }

    private static void count(Connection connection, String sql, Collection<Long> ids)
            throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            int n = 0;
            // in order, so that two transactions meet on shared rows in the same order
            for (long id : ids.stream().sorted().toList()) {
                s.setLong(1, id);
                n = batch(s, n);
            }
            s.executeBatch();
        }
    }

    /** Emails that are no more, and how many octets they had. */
    public record Gone(List<Long> emails, long octets) {}

    private static Gone release(Connection connection, List<Long> emails) throws SQLException {
        count(connection, "update email set entries = entries - 1 where id = ?", emails);
        var gone = new ArrayList<Long>();
        var blobs = new ArrayList<Long>();
        long octets = 0;
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select blob_id, size_bytes from email where id = ? and entries = 0")) {
            for (long id : emails.stream().distinct().toList()) {
                s.setLong(1, id);
                try (ResultSet r = s.executeQuery()) {
                    if (r.next()) {
                        gone.add(id);
                        blobs.add(r.getLong(1));
                        octets += r.getLong(2);
                    }
                }
            }
        }
        if (!gone.isEmpty()) {
            count(connection, "delete from email where id = ?", gone);
            count(connection, "update blob set refs = refs - 1 where id = ?", blobs);
            count(connection, "delete from blob where id = ? and refs = 0", blobs);
        }
        return new Gone(gone, octets);
    }
}
