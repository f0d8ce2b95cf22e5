package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Emails and blobs by plain JDBC: every message that comes makes one of each, and is read so. */
public final class EmailRows {
    private static final int BATCH = 500;

    private EmailRows() {}

    /** Adds emails. */
    public static void insert(StatelessSession session, List<EmailRow> rows) {
        insert(
                session,
                "insert into email (id, account_id, blob_id, wrapped_key, size_bytes, received,"
                        + " thread_id, entries, summary) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
                (s, row) -> {
                    s.setLong(1, row.id);
                    s.setLong(2, row.accountId);
                    s.setLong(3, row.blobId);
                    s.setBytes(4, row.wrappedKey);
                    s.setLong(5, row.size);
                    s.setLong(6, row.received);
                    s.setLong(7, row.threadId);
                    s.setInt(8, row.entries);
                    s.setBytes(9, row.summary);
                });
    }

    /** Adds blobs. */
    public static void insertBlobs(StatelessSession session, List<BlobRow> rows) {
        insert(
                session,
                "insert into blob (id, token, segment, position, sealed_length, size_bytes,"
                        + " digest, refs) values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
                (s, row) -> {
                    s.setLong(1, row.id);
                    s.setBytes(2, row.token);
                    s.setLong(3, row.segment);
                    s.setLong(4, row.position);
                    s.setLong(5, row.sealedLength);
                    s.setLong(6, row.size);
                    s.setBytes(7, row.digest);
                    s.setInt(8, row.refs);
                });
    }

    private interface Binder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    private static <T> void insert(
            StatelessSession session, String sql, List<T> rows, Binder<T> binder) {
        session.doWork(
                connection -> {
                    try (PreparedStatement s = connection.prepareStatement(sql)) {
                        for (int from = 0; from < rows.size(); from += BATCH) {
                            for (T row : rows.subList(from, Math.min(from + BATCH, rows.size()))) {
                                binder.bind(s, row);
                                s.addBatch();
                            }
                            s.executeBatch();
                        }
                    }
                });
    }

    /** What a FETCH needs of an email. */
    public record StoredEmail(
            long id, long accountId, long threadId, long size, long received, byte[] summary) {}

    private static final int EMAILS = 50;
    private static final String FIFTY = "in (?" + ", ?".repeat(EMAILS - 1) + ")";
    private static final String SELECT_EMAILS =
            "select id, account_id, thread_id, size_bytes, received, summary from email where id "
                    + FIFTY;
    private static final String SELECT_CONTENTS =
            "select e.id, e.account_id, e.wrapped_key, b.token, b.segment, b.position,"
                    + " b.size_bytes, b.digest from email e join blob b on b.id = e.blob_id"
                    + " where e.id "
                    + FIFTY;

    /** Where an email's content lies, and its key. */
    public record StoredContent(
            long email,
            long account,
            byte[] wrappedKey,
            byte[] token,
            long segment,
            long position,
            long size,
            byte[] digest) {}

    /** Where the contents of these emails lie, in no order; those gone are left out. */
    public static List<StoredContent> contents(StatelessSession session, List<Long> ids) {
        return select(
                session,
                SELECT_CONTENTS,
                ids,
                r ->
                        new StoredContent(
                                r.getLong(1),
                                r.getLong(2),
                                r.getBytes(3),
                                r.getBytes(4),
                                r.getLong(5),
                                r.getLong(6),
                                r.getLong(7),
                                r.getBytes(8)));
    }

    /** The emails with these ids, in no order; those gone are left out. */
    public static List<StoredEmail> emails(StatelessSession session, List<Long> ids) {
        return select(
                session,
                SELECT_EMAILS,
                ids,
                r ->
                        new StoredEmail(
                                r.getLong(1),
                                r.getLong(2),
                                r.getLong(3),
                                r.getLong(4),
                                r.getLong(5),
                                r.getBytes(6)));
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> select(
            StatelessSession session, String sql, List<Long> ids, Reader<T> reader) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.doReturningWork(
                connection -> {
                    var all = new ArrayList<T>(ids.size());
                    try (PreparedStatement s = connection.prepareStatement(sql)) {
                        for (int from = 0; from < ids.size(); from += EMAILS) {
                            for (int i = 0; i < EMAILS; i++) {
                                // one statement for any number: the last id fills the rest
                                s.setLong(i + 1, ids.get(Math.min(from + i, ids.size() - 1)));
                            }
                            try (ResultSet r = s.executeQuery()) {
                                while (r.next()) {
                                    all.add(reader.read(r));
                                }
                            }
                        }
                    }
                    return all;
                });
    }
}
