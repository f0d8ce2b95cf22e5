package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which thread a Message-ID belongs to; by plain JDBC, as every delivery asks. */
public final class ThreadRefs {
    static final String FIND = "select thread_id from thread_ref where account_id = ? and hash = ?";

    private ThreadRefs() {}

    /**
     * The threads of those hashes that are known. One look-up each: given a list of hashes, H2
     * reads all of an account's.
     */
    public static Map<Long, Long> find(
            StatelessSession session, long account, Collection<Long> hashes) {
        return session.doReturningWork(
                connection -> {
                    var found = new HashMap<Long, Long>();
                    try (PreparedStatement s = connection.prepareStatement(FIND)) {
                        s.setLong(1, account);
                        for (long hash : hashes) {
                            s.setLong(2, hash);
                            try (ResultSet r = s.executeQuery()) {
                                if (r.next()) {
                                    found.put(hash, r.getLong(1));
                                }
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
