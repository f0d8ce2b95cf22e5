package org.mailroom.messaging.safety;

import org.mailroom.mailstore.rows.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rows of lanes, by plain JDBC: thousands are written at once. */
final class LaneRows {
    /** In {@code system_lane}: the server was stopped in order. */
    private static final LaneKey STOPPED = new LaneKey(0, 0);

    private final Database database;

    LaneRows(Database database) {
        this.database = database;
    }

    /** A bucket and what is to be written of it. */
    record Written(LaneKey key, Bucket bucket, Bucket.State state) {}

    OptionalLong read(LaneKey key) {
        return database.read(session -> session.doReturningWork(c -> read(c, key)));
    }

    private static OptionalLong read(Connection connection, LaneKey key) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select full_at from " + key.table() + " where owner = ? and name = ?")) {
            s.setLong(1, key.owner());
            s.setLong(2, key.name());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? OptionalLong.of(r.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * Begins a run.
     *
     * @return whether the run before ended in order, so that all rows are exact. If not, what may
     *     have been taken and not written has now been charged to every row.
     */
    boolean begin(long now) {
        var done =
                database.write(
                        session ->
                                session.doReturningWork(
                                        connection -> {
                                            boolean orderly = delete(connection, STOPPED) > 0;
                                            if (!orderly) {
                                                charge(connection, "lane", now);
                                                charge(connection, "system_lane", now);
                                            }
                                            return orderly;
                                        }));
        database.awaitDurable(done.ticket());
        return done.value();
    }

    private static void charge(Connection connection, String table, long now) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "update "
                                + table
                                + " set full_at = case when full_at > ? then full_at else"
                                + " cast(? as bigint) end + unwritten")) {
            s.setLong(1, now);
            s.setLong(2, now);
            s.executeUpdate();
        }
    }

    private static int delete(Connection connection, LaneKey key) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "delete from " + key.table() + " where owner = ? and name = ?")) {
            s.setLong(1, key.owner());
            s.setLong(2, key.name());
            return s.executeUpdate();
        }
    }

    /** Writes states and waits until they are on disk. */
    void write(List<Written> all) {
        database.writeDurably(
                session ->
                        session.doWork(
                                connection -> {
                                    write(connection, "lane", all);
                                    write(connection, "system_lane", all);
                                }));
    }

    private static void write(Connection connection, String table, List<Written> all)
            throws SQLException {
        List<Written> ours = all.stream().filter(w -> w.key.table().equals(table)).toList();
        if (ours.isEmpty()) {
            return;
        }
        var fresh = new ArrayList<Written>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "update "
                                + table
                                + " set full_at = case when full_at > ? then full_at else"
                                + " cast(? as bigint) end, unwritten = ? where owner = ? and name"
                                + " = ?")) {
            for (Written one : ours) {
                s.setLong(1, one.state.fullAt());
                s.setLong(2, one.state.fullAt());
                s.setLong(3, one.state.slack());
                s.setLong(4, one.key.owner());
                s.setLong(5, one.key.name());
                s.addBatch();
            }
            int[] counts = s.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    fresh.add(ours.get(i));
                }
            }
        }
        insert(connection, table, fresh);
    }

    // an account that has been removed meanwhile gets no row
    private static void insert(Connection connection, String table, List<Written> fresh)
            throws SQLException {
        String values =
                "insert into "
                        + table
                        + " (owner, name, full_at, unwritten) select cast(? as bigint), cast(? as"
                        + " bigint), cast(? as bigint), cast(? as bigint)"
                        + (table.equals("lane") ? " from account where id = ? and state < 99" : "");
        try (PreparedStatement s = connection.prepareStatement(values)) {
            for (Written one : fresh) {
                s.setLong(1, one.key.owner());
                s.setLong(2, one.key.name());
                s.setLong(3, one.state.fullAt());
                s.setLong(4, one.state.slack());
                if (table.equals("lane")) {
                    s.setLong(5, one.key.owner());
                }
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /** Takes away rows of buckets that are full. */
    void tidy(long now) {
        database.write(
                session ->
                        session.doReturningWork(
                                connection ->
                                        tidy(connection, "lane", now)
                                                + tidy(connection, "system_lane", now)));
    }

    private static int tidy(Connection connection, String table, long now) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "delete from " + table + " where full_at < ? and owner <> 0")) {
            s.setLong(1, now);
            return s.executeUpdate();
        }
    }

    /** Ends a run in order: all rows are exact. */
    void end() {
        database.writeDurably(
                session ->
                        session.doWork(
                                connection -> {
                                    delete(connection, STOPPED);
                                    try (PreparedStatement s =
                                            connection.prepareStatement(
                                                    "insert into system_lane (owner, name,"
                                                            + " full_at, unwritten) values (0, 0,"
                                                            + " 0, 0)")) {
                                        s.executeUpdate();
                                    }
                                }));
    }
}
