package org.mailroom.mailstore.check;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.rows.AccountStateRow;
import org.mailroom.mailstore.rows.Extensions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts references: entries of each email, emails of each blob, octets of each account; and
 * rows that belong to nothing.
 *
 * <p>Neither table has an index by what it refers to, as that would slow every delivery down. Ids
 * are numbers handed out in order, so they are counted a window of a million at a time in an array.
 */
final class CountCheck {
    private static final int WINDOW = 1 << 20;

    /** Tables of which each row belongs to a row of another: child, its column, parent. */
    private static final List<List<String>> BELONGING =
            List.of(
                    List.of("account_state", "account_id", "account"),
                    List.of("address", "account_id", "account"),
                    List.of("secret", "account_id", "account"),
                    List.of("subscription", "account_id", "account"),
                    List.of("keyword_set", "account_id", "account"),
                    List.of("thread_ref", "account_id", "account"),
                    List.of("mailbox", "account_id", "account"),
                    List.of("expunged", "mailbox_id", "mailbox"),
                    List.of("entry", "mailbox_id", "mailbox"));

    private final Walk walk;
    private final StatelessSession session;
    private final Map<Long, Long> used = new HashMap<>();

    CountCheck(Walk walk, StatelessSession session) {
        this.walk = walk;
        this.session = session;
    }

    void run() {
        session.doWork(
                connection -> {
                    belonging(connection);
                    blobs(connection);
                    emails(connection);
                });
        used();
    }

    private void belonging(Connection connection) throws SQLException {
        var all = new ArrayList<>(BELONGING);
        Extensions.found()
                .belonging()
                .forEach(b -> all.add(List.of(b.table(), b.column(), b.parent())));
        for (List<String> pair : all) {
            String stray =
                    " from %s c where not exists (select 1 from %s p where p.id = c.%s)"
                            .formatted(pair.get(0), pair.get(2), pair.get(1));
            long count = number(connection, "select count(*)" + stray);
            if (count > 0) {
                walk.report(
                        Finding.Kind.ROWS_ORPHAN,
                        0,
                        0,
                        "%d rows of %s belong to no %s".formatted(count, pair.get(0), pair.get(2)),
                        () -> walk.repairs().drop(pair.get(0), pair.get(1), pair.get(2)));
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(sql);
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
        }
    }

    private interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    /** Rows whose id, named by the statement's two question marks, is in a window. */
    private static void each(Connection connection, String sql, long from, Rows to)
            throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            s.setLong(1, from);
            s.setLong(2, from + WINDOW);
            s.setFetchSize(2_000);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    to.take(r);
                }
            }
        }
    }

    private void blobs(Connection connection) throws SQLException {
        long last = number(connection, "select max(id) from blob");
        for (long from = 0; from <= last; from += WINDOW) {
            long start = from;
            int[] emails = new int[WINDOW];
            each(
                    connection,
                    "select blob_id from email where blob_id >= ? and blob_id < ?",
                    start,
                    r -> emails[(int) (r.getLong(1) - start)]++);
            var wrong = new ArrayList<Repairs.Count>();
            each(
                    connection,
                    "select id, refs from blob where id >= ? and id < ?",
                    start,
                    r -> {
                        int is = emails[(int) (r.getLong(1) - start)];
                        if (is != r.getInt(2)) {
                            wrong.add(new Repairs.Count(r.getLong(1), 0, r.getInt(2), is));
                        }
                    });
            wrong.forEach(this::blob);
            walk.at("contents counted", Math.min(last, from + WINDOW), last);
        }
    }

    private void blob(Repairs.Count c) {
        var kind = c.is() == 0 ? Finding.Kind.BLOB_ORPHAN : Finding.Kind.BLOB_REFS;
        String text =
                "content %d counts %d emails, there are %d".formatted(c.id(), c.counted(), c.is());
        walk.report(kind, 0, c.id(), text, () -> walk.repairs().refs(c.id()));
    }

    private void emails(Connection connection) throws SQLException {
        long last = number(connection, "select max(id) from email");
        for (long from = 0; from <= last; from += WINDOW) {
            long start = from;
            int[] entries = new int[WINDOW];
            each(
                    connection,
                    "select email_id from entry where email_id >= ? and email_id < ?",
                    start,
                    r -> entries[(int) (r.getLong(1) - start)]++);
            var wrong = new ArrayList<Repairs.Count>();
            each(
                    connection,
                    "select id, entries, account_id, size_bytes from email where id >= ? and id <"
                            + " ?",
                    start,
                    r -> {
                        int is = entries[(int) (r.getLong(1) - start)];
                        if (is != r.getInt(2)) {
                            long account = r.getLong(3);
                            wrong.add(new Repairs.Count(r.getLong(1), account, r.getInt(2), is));
                        }
                        used.merge(r.getLong(3), r.getLong(4), Long::sum);
                    });
            wrong.forEach(this::email);
            walk.at("emails counted", Math.min(last, from + WINDOW), last);
        }
    }

    private void email(Repairs.Count c) {
        var kind = c.is() == 0 ? Finding.Kind.EMAIL_ORPHAN : Finding.Kind.EMAIL_ENTRIES;
        String text =
                "email %d counts %d entries, there are %d".formatted(c.id(), c.counted(), c.is());
        walk.report(
                kind, c.account(), c.id(), text, () -> walk.repairs().entries(c.account(), c.id()));
    }

    private void used() {
        long after = 0;
        List<AccountStateRow> page;
        do {
            page =
                    session.createSelectionQuery(
                                    "select s from AccountStateRow s join AccountRow a on a.id ="
                                            + " s.accountId where s.accountId > :after and a.state"
                                            + " < 99 order by s.accountId",
                                    AccountStateRow.class)
                            .setParameter("after", after)
                            .setMaxResults(1_000)
                            .getResultList();
            for (AccountStateRow row : page) {
                after = row.accountId;
                long is = used.getOrDefault(row.accountId, 0L);
                if (row.usedBytes != is) {
                    walk.report(
                            Finding.Kind.USED_BYTES,
                            row.accountId,
                            row.accountId,
                            "%d octets counted, there are %d".formatted(row.usedBytes, is),
                            () -> walk.repairs().used(row.accountId));
                }
            }
        } while (page.size() == 1_000);
    }
}
