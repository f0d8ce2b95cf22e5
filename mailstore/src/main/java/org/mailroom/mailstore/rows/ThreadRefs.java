package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which thread a Message-ID belongs to; by plain JDBC, as every delivery asks. */
public final class ThreadRefs {
    /**
     * Statements are made for two sizes, so that the database knows them; most mail fits the small.
     */
    private static final int FEW = 4;

    private static final int MANY = 20;

    private ThreadRefs() {}

    /**
     * The threads of those hashes that are known.
     *
     * @param hashes 1 to 20
     */
    public static Map<Long, Long> find(
            StatelessSession session, long account, Collection<Long> hashes) {
        int places = hashes.size() <= FEW ? FEW : MANY;
        List<Long> wanted = List.copyOf(hashes);
        return session.doReturningWork(
                connection -> {
                    var found = new HashMap<Long, Long>();
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "select hash, thread_id from thread_ref where account_id = ?"
                                            + " and hash in (?"
                                            + ", ?".repeat(places - 1)
                                            + ")")) {
                        s.setLong(1, account);
                        for (int i = 0; i < places; i++) {
                            s.setLong(i + 2, wanted.get(Math.min(i, wanted.size() - 1)));
                        }
                        try (ResultSet r = s.executeQuery()) {
                            while (r.next()) {
                                found.put(r.getLong(1), r.getLong(2));
                            }
                        }
                    }
                    return found;
                });
    }

    /** Notes hashes that were not known. */
    public static void insert(
            StatelessSession session, long account, Collection<Long> hashes, long thread) {
        session.doWork(
                connection -> {
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "insert into thread_ref (account_id, hash, thread_id)"
                                            + " values (?, ?, ?)")) {
                        for (long hash : hashes) {
                            s.setLong(1, account);
                            s.setLong(2, hash);
                            s.setLong(3, thread);
                            s.addBatch();
                        }
                        s.executeBatch();
                    }
                });
    }
}
