package org.mailroom.messaging.audit;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Proofs, for somebody who has a checkpoint and not the log: that a record is in it, that one
 * checkpoint's log begins with another's. RFC 9162 §2.1.3, §2.1.4. A proof reads at most some
 * hundred rows for each eight levels of the tree.
 */
public final class AuditProofs {
    private final Database database;

    AuditProofs(Database database) {
        this.database = database;
    }

    /**
     * That a record is the seq-th of a log of a size with a root.
     *
     * @param previous hash of the record before; with {@code seq} and {@code body} it gives the
     *     leaf
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Inclusion(
            long seq, byte[] previous, byte[] body, long size, byte[] root, List<byte[]> path) {}

    /** That the log of {@code size} records begins with that of {@code first}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Consistency(
            long first, byte[] firstRoot, long size, byte[] root, List<byte[]> path) {}

    /**
     * Proves that a record is there.
     *
     * @param size of the checkpoint to prove it against
     * @throws Refused NONEXISTENT if there are not so many records
     */
    public Inclusion inclusion(long seq, long size) {
        return database.snapshot(
                session ->
                        session.doReturningWork(
                                connection -> {
                                    require(connection, seq + 1, size);
                                    return inclusion(connection, seq, size);
                                }));
    }

    private static Inclusion inclusion(Connection connection, long seq, long size)
            throws SQLException {
        long from = Math.max(0, seq - 1);
        List<LogRows.Stored> rows = LogRows.from(connection, from, (int) (seq - from) + 1);
        if (rows.getLast().seq() != seq) {
            throw damaged();
        }
        var trees = new Rows(connection);
        return new Inclusion(
                seq,
                seq == 0 ? Body.NO_HASH : rows.getFirst().hash(),
                rows.getLast().body(),
                size,
                Merkle.root(size, trees),
                Merkle.inclusion(seq, size, trees));
    }

    /**
     * Proves that nothing before {@code first} has changed since.
     *
     * @throws Refused NONEXISTENT if there are not so many records
     */
    public Consistency consistency(long first, long size) {
        return database.snapshot(
                session ->
                        session.doReturningWork(
                                connection -> {
                                    require(connection, first, size);
                                    var trees = new Rows(connection);
                                    return new Consistency(
                                            first,
                                            Merkle.root(first, trees),
                                            size,
                                            Merkle.root(size, trees),
                                            Merkle.consistency(first, size, trees));
                                }));
    }

    private static void require(Connection connection, long first, long size) throws SQLException {
        long there = LogRows.head(connection).size();
        if (first < 1 || first > size || size > there) {
            throw new Refused(
                    Refused.Reason.NONEXISTENT,
                    "There are " + there + " records: cannot prove " + first + " of " + size);
        }
    }

    private static Refused damaged() {
        return new Refused(Refused.Reason.CORRUPT, "The log is damaged: run audit verify");
    }

    /** Subtrees out of the rows: kept ones of levels 8, 16, …, others folded from those below. */
    private static final class Rows implements Merkle.Subtrees {
        private final Connection connection;

        Rows(Connection connection) {
            this.connection = connection;
        }

        @Override
        public byte[] hash(int level, long index) {
            int base = level - level % Peaks.STEP;
            int height = level - base;
            try {
                List<byte[]> row = LogRows.hashes(connection, base, index << height, 1 << height);
                if (row.size() != 1 << height) {
                    throw damaged();
                }
                while (row.size() > 1) {
                    var above = new ArrayList<byte[]>(row.size() / 2);
                    for (int i = 0; i < row.size(); i += 2) {
                        above.add(Merkle.node(row.get(i), row.get(i + 1)));
                    }
                    row = above;
                }
                return row.getFirst();
            } catch (SQLException e) {
                throw new Refused(Refused.Reason.UNAVAILABLE, "The audit log cannot be read", e);
            }
        }
    }
}
