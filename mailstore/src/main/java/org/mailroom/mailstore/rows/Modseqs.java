package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.sql.PreparedStatement;

/** What every change writes of its account's row; by plain JDBC. */
public final class Modseqs {
    private Modseqs() {}

    /**
     * Takes the next modseq, and with it the account's row lock, which holds between processes.
     *
     * @return false if the account is not at {@code from}, or gone: nothing was taken
     */
    public static boolean advance(StatelessSession session, long account, long from) {
        return session.doReturningWork(
                connection -> {
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "update account_state set modseq = ?"
                                            + " where account_id = ? and modseq = ?")) {
                        s.setLong(1, from + 1);
                        s.setLong(2, account);
                        s.setLong(3, from);
                        return s.executeUpdate() == 1;
                    }
                });
    }

    /** Writes the other counters. The caller holds the row lock. */
    public static void write(
            StatelessSession session, long account, long usedBytes, long uidValidity) {
        session.doWork(
                connection -> {
                    try (PreparedStatement s =
                            connection.prepareStatement(
                                    "update account_state set used_bytes = ?, uid_validity = ?"
                                            + " where account_id = ?")) {
                        s.setLong(1, usedBytes);
                        s.setLong(2, uidValidity);
                        s.setLong(3, account);
                        s.executeUpdate();
                    }
                });
    }
}
