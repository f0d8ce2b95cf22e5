package org.mailroom.messaging.audit;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The audit log: append-only, each record bound to the one before. Thread-safe. */
public final class AuditLog implements AutoCloseable {

    private AuditLog() {}

    /**
     * Opens the log of a store.
     *
     * @param directory the data directory
     */
    public static AuditLog open(
            Database database, MasterKeys masters, Path directory, InstantSource clock) {
        return new AuditLog();
    }

    /**
     * Records what happened and returns when the record is on disk: for what is answered next.
     * Joins no transaction; call it holding no lock.
     */
    public void record(AuditEvent event) {
        later(event);
        settle();
    }

    /**
     * Records what happened, in the order of the calls, and returns at once; {@link #settle} waits.
     * For decisions, many of which come before one acknowledgement.
     */
    public void later(AuditEvent event) {}

    /** Returns when everything handed to {@link #later} before is on disk. */
    public void settle() {}

    /**
     * Records within the caller's transaction: with its commit the records are as safe as what they
     * speak of, and without it there are none. The log takes them up after the commit.
     */
    public void record(StatelessSession session, List<AuditEvent> events) {}

    @Override
    public void close() {}
}
