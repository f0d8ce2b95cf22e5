package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.util.List;

/**
 * Tables that another module keeps in this database, under the same transactions and the same wait
 * for the disk. Found by {@link java.util.ServiceLoader}, as its migrations are found on the class
 * path: so whoever opens a store, to serve it or to restore one, has all tables or none.
 *
 * <p>Backup and restore carry every table there is. Columns are numbers, texts or bytes; ids of
 * rows come from {@link Ids.Of#OBJECT}.
 */
public interface Extension {
    /** The entities. */
    List<Class<?>> rows();

    /** Which rows belong to which: removed with an account, and looked at by verify. */
    List<Belonging> belonging();

    /**
     * Each row of a table belongs to the row of another that has the id in one of its columns.
     *
     * @param table lower-case, as in the database
     * @param column of {@code table}, indexed
     * @param parent the other table, whose key is {@code id}
     */
    record Belonging(String table, String column, String parent) {
        /** Takes away what belongs to a row. */
        public void delete(StatelessSession session, long id) {
            session.createNativeMutationQuery(
                            "delete from %s where %s = :id".formatted(table, column))
                    .setParameter("id", id)
                    .executeUpdate();
        }
    }
}
