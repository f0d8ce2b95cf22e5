package org.mailroom.messaging.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The log's tables by plain JDBC: thousands of rows a second must not make objects by column. */
final class LogRows {
    private static final int HEAD = 1;

    private LogRows() {}

    /** Where the log ends. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(long size, byte[] hash, byte[] peaks) {
        static final Head NONE = new Head(0, Body.NO_HASH, new byte[0]);
    }

    /** A record as stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(long seq, long subject, int notable, byte[] body, byte[] hash) {}

    /** A record that waits to be taken in. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pending(long id, byte[] body) {}

    /** The end of the log, locked until the transaction ends. */
    static Head lockHead(Connection connection) throws SQLException {
        return head(connection, " for update");
    }

    static Head head(Connection connection) throws SQLException {
        return head(connection, "");
    }

    private static Head head(Connection connection, String lock) throws SQLException {
        try (PreparedStatement s =
                        connection.prepareStatement(
                                "select size, hash, peaks from audit_head where id = "
                                        + HEAD
                                        + lock);
                ResultSet r = s.executeQuery()) {
            return r.next() ? new Head(r.getLong(1), r.getBytes(2), r.getBytes(3)) : Head.NONE;
        }
    }

    static boolean hasHead(Connection connection) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select 1 from audit_head");
                ResultSet r = s.executeQuery()) {
            return r.next();
        }
    }

    static void insertHead(Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "insert into audit_head (id, size, hash, peaks) values (?, 0, ?, ?)")) {
            s.setInt(1, HEAD);
            s.setBytes(2, Body.NO_HASH);
            s.setBytes(3, new byte[0]);
            s.executeUpdate();
        }
    }

    static void updateHead(Connection connection, Head head) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "update audit_head set size = ?, hash = ?, peaks = ? where id = " + HEAD)) {
            s.setLong(1, head.size());
            s.setBytes(2, head.hash());
            s.setBytes(3, head.peaks());
            s.executeUpdate();
        }
    }

    static void insert(Connection connection, List<Stored> records) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "insert into audit_record (seq, subject_id, notable, body, hash) values"
                                + " (?, ?, ?, ?, ?)")) {
            for (Stored record : records) {
                s.setLong(1, record.seq());
                if (record.subject() == 0) {
                    s.setNull(2, Types.BIGINT);
                } else {
                    s.setLong(2, record.subject());
                }
                s.setInt(3, record.notable());
                s.setBytes(4, record.body());
                s.setBytes(5, record.hash());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    static void insertNodes(Connection connection, List<Peaks.Node> nodes) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "insert into audit_node (level, place, hash) values (?, ?, ?)")) {
            for (Peaks.Node node : nodes) {
                s.setInt(1, node.level());
                s.setLong(2, node.index());
                s.setBytes(3, node.hash());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    static void insertPending(Connection connection, List<Pending> records) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement("insert into audit_pending (id, body) values (?, ?)")) {
            for (Pending record : records) {
                s.setLong(1, record.id());
                s.setBytes(2, record.body());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /** Takes records that wait out of their table. */
    static List<byte[]> takePending(Connection connection, int limit) throws SQLException {
        var ids = new ArrayList<Long>();
        var bodies = new ArrayList<byte[]>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select id, body from audit_pending order by id limit ?")) {
            s.setInt(1, limit);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    ids.add(r.getLong(1));
                    bodies.add(r.getBytes(2));
                }
            }
        }
        if (!ids.isEmpty()) {
            try (PreparedStatement s =
                    connection.prepareStatement("delete from audit_pending where id = ?")) {
                for (long id : ids) {
                    s.setLong(1, id);
                    s.addBatch();
                }
                s.executeBatch();
            }
        }
        return bodies;
    }

    private static final String SELECT = "select seq, subject_id, notable, body, hash from ";

    /** Records from a number on, in order. */
    static List<Stored> from(Connection connection, long seq, int limit) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        SELECT + "audit_record where seq >= ? order by seq limit ?")) {
            s.setLong(1, seq);
            s.setInt(2, limit);
            s.setFetchSize(limit);
            return stored(s);
        }
    }

    /** Records below a number, the latest first. */
    static List<Stored> before(Connection connection, long seq, int limit) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        SELECT + "audit_record where seq < ? order by seq desc limit ?")) {
            s.setLong(1, seq);
            s.setInt(2, limit);
            return stored(s);
        }
    }

    /** The same of one subject, and of one sort. */
    static List<Stored> before(
            Connection connection, long subject, int notable, long seq, int limit)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        SELECT
                                + "audit_record where subject_id = ? and notable = ? and seq < ?"
                                + " order by seq desc limit ?")) {
            s.setLong(1, subject);
            s.setInt(2, notable);
            s.setLong(3, seq);
            s.setInt(4, limit);
            return stored(s);
        }
    }

    private static List<Stored> stored(PreparedStatement s) throws SQLException {
        var all = new ArrayList<Stored>();
        try (ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.add(
                        new Stored(
                                r.getLong(1),
                                r.getLong(2),
                                r.getInt(3),
                                r.getBytes(4),
                                r.getBytes(5)));
            }
        }
        return all;
    }

    /** Hashes of neighbouring complete subtrees, kept ones; level 0: of records. */
    static List<byte[]> hashes(Connection connection, int level, long from, int count)
            throws SQLException {
        String sql =
                level == 0
                        ? "select hash from audit_record where seq >= ? and seq < ? order by seq"
                        : "select hash from audit_node where place >= ? and place < ? and level ="
                                + " ? order by place";
        var all = new ArrayList<byte[]>(count);
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            s.setLong(1, from);
            s.setLong(2, from + count);
            if (level > 0) {
                s.setInt(3, level);
            }
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(r.getBytes(1));
                }
            }
        }
        return all;
    }

    static void insertCheckpoint(Connection connection, long size, String note)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "insert into audit_checkpoint (size, note) values (?, ?)")) {
            s.setLong(1, size);
            s.setString(2, note);
            s.executeUpdate();
        }
    }

    /** Signed notes by size. */
    static TreeMap<Long, String> checkpoints(Connection connection) throws SQLException {
        var all = new TreeMap<Long, String>();
        try (PreparedStatement s =
                        connection.prepareStatement("select size, note from audit_checkpoint");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.put(r.getLong(1), r.getString(2));
            }
        }
        return all;
    }

    /** The latest signed note. */
    static Optional<String> lastCheckpoint(Connection connection) throws SQLException {
        try (PreparedStatement s =
                        connection.prepareStatement(
                                "select note from audit_checkpoint order by size desc limit 1");
                ResultSet r = s.executeQuery()) {
            return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
        }
    }

    /** Sealed keys by number. */
    static TreeMap<Integer, byte[]> keys(Connection connection) throws SQLException {
        var all = new TreeMap<Integer, byte[]>();
        try (PreparedStatement s =
                        connection.prepareStatement("select number, sealed from audit_key");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.put(r.getInt(1), r.getBytes(2));
            }
        }
        return all;
    }

    static void insertKey(Connection connection, int number, byte[] sealed) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "insert into audit_key (number, sealed) values (?, ?)")) {
            s.setInt(1, number);
            s.setBytes(2, sealed);
            s.executeUpdate();
        }
    }

    static void updateKey(Connection connection, int number, byte[] sealed) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement("update audit_key set sealed = ? where number = ?")) {
            s.setBytes(1, sealed);
            s.setInt(2, number);
            s.executeUpdate();
        }
    }

    /** A row of the log there was before. */
    record Earlier(long id, long at, String actor, long account, String action) {}

    static List<Earlier> earlier(Connection connection, int limit) throws SQLException {
        var all = new ArrayList<Earlier>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select id, at, actor, account_id, action from audit_before order by id"
                                + " limit ?")) {
            s.setInt(1, limit);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(
                            new Earlier(
                                    r.getLong(1),
                                    r.getLong(2),
                                    r.getString(3),
                                    r.getLong(4),
                                    r.getString(5)));
                }
            }
        }
        return all;
    }

    static void deleteEarlier(Connection connection, List<Earlier> rows) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement("delete from audit_before where id = ?")) {
            for (Earlier row : rows) {
                s.setLong(1, row.id());
                s.addBatch();
            }
            s.executeBatch();
        }
    }
}
