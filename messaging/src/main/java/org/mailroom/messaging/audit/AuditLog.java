package org.mailroom.messaging.audit;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.MasterKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The audit log: append-only, each record bound to the one before by its hash, all of them under a
 * tree whose root is signed from time to time. Thread-safe.
 *
 * <p>There are two ways in. A change of rows brings its records along, {@link
 * #record(StatelessSession, List)}: they are committed with it or not at all, and lie in a table of
 * their own until the one {@link Appender} gives them their places. What is no change of rows (a
 * decision, an access) is handed to the appender directly, {@link #record(AuditEvent)} and {@link
 * #later}. Either way a record is on disk before anybody hears yes, no caller waits for another
 * one's lock, and the appender commits in groups.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int GROUP = 1_000;

    private final Database database;
    private final LogKeys keys;
    private final Mark mark;
    private final Checkpoints checkpoints;
    private final Appender appender;
    private final InstantSource clock;

    private AuditLog(
            Database database,
            LogKeys keys,
            Mark mark,
            Checkpoints checkpoints,
            InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.mark = mark;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.appender = new Appender(database, keys.signer(), mark, checkpoints, clock);
    }

    /**
     * Opens the log of a store, and has the store write its trail into it.
     *
     * @param directory the data directory
     * @throws Refused UNAVAILABLE when the mark beside the database cannot be opened
     */
    public static AuditLog open(
            MailStore store,
            MasterKeys masters,
            Path directory,
            AuditSettings settings,
            InstantSource clock) {
        Database database = store.database();
        makeHead(database);
        LogKeys keys = LogKeys.open(database, masters, store.accounts());
        Mark mark = mark(directory, keys);
        long signed =
                database.read(s -> s.doReturningWork(LogRows::lastCheckpoint))
                        .flatMap(Checkpoint::parse)
                        .map(Checkpoint::size)
                        .orElse(0L);
        var log =
                new AuditLog(database, keys, mark, new Checkpoints(settings, mark, signed), clock);
        log.takeInEarlierRows();
        log.appender.start();
        log.compareWithMark();
        store.trail(new MailTrail(log));
        return log;
    }

    private static Mark mark(Path directory, LogKeys keys) {
        try {
            return new Mark(directory, keys::mac);
        } catch (IOException e) {
            throw new Refused(Refused.Reason.UNAVAILABLE, "The audit log cannot be opened", e);
        }
    }

    private static void makeHead(Database database) {
        if (database.read(s -> s.doReturningWork(LogRows::hasHead))) {
            return;
        }
        try {
            database.writeDurably(s -> s.doWork(LogRows::insertHead));
        } catch (Refused e) {
            // another process has just made it, or nothing works
            if (!database.read(s -> s.doReturningWork(LogRows::hasHead))) {
                throw e;
            }
        }
    }

    /** What versions before this log wrote. */
    private void takeInEarlierRows() {
        int got;
        do {
            var committed =
                    database.write(
                            session ->
                                    session.doReturningWork(
                                            connection -> {
                                                var head = LogRows.lockHead(connection);
                                                var rows = LogRows.earlier(connection, GROUP);
                                                var bodies = rows.stream().map(this::body).toList();
                                                Appender.extend(connection, head, bodies);
                                                LogRows.deleteEarlier(connection, rows);
                                                return rows.size();
                                            }));
            database.awaitDurable(committed.ticket());
            got = committed.value();
        } while (got > 0);
    }

    private byte[] body(LogRows.Earlier row) {
        AuditEvent event =
                AuditEvent.of(
                                Actor.named(row.actor().isBlank() ? "?" : row.actor()),
                                Action.MAIL_OPENED)
                        .object(row.action());
        if (row.account() > 0) {
            event = event.about(new AccountId(row.account()));
        }
        return keys.seal(event, Instant.ofEpochMilli(row.at()), id -> Optional.empty());
    }

    /** Records that were acknowledged once and are gone: it is said at once, and for good. */
    private void compareWithMark() {
        Optional<Mark.At> marked = mark.read();
        if (marked.isEmpty()) {
            return;
        }
        Mark.At at = marked.get();
        long size = size();
        if (!knows(at, size)) {
            LOG.error(
                    "The audit log has lost records: it has {}, and had {} at {}. Run audit"
                            + " verify",
                    size,
                    at.size(),
                    at.time());
            mark.lost(at, size);
            record(
                    AuditEvent.of(Actor.SYSTEM, Action.AUDIT_CUT)
                            .object("records " + size + " were " + at.size()));
        }
    }

    private boolean knows(Mark.At at, long size) {
        if (at.size() == 0 || at.size() > size) {
            return at.size() == 0;
        }
        List<byte[]> last =
                database.read(s -> s.doReturningWork(c -> LogRows.hashes(c, 0, at.size() - 1, 1)));
        return !last.isEmpty() && Arrays.equals(at.hash(), last.getFirst());
    }

    /**
     * Records what happened and returns when the record is on disk: for what is answered next.
     * Joins no transaction; call it holding no lock.
     *
     * @throws Refused UNAVAILABLE when it cannot; then do not do it
     */
    public void record(AuditEvent event) {
        appender.await(queue(event));
    }

    /**
     * Records what happened, in the order of the calls, and returns at once; {@link #settle} waits.
     * For decisions, many of which come before one acknowledgement. A record is not given up when
     * the disk fails for a while: it waits.
     */
    public void later(AuditEvent event) {
        queue(event);
    }

    private long queue(AuditEvent event) {
        Instant now = clock.instant();
        return appender.add(keys.seal(event, now, this::keyOf));
    }

    private Optional<AccountKey> keyOf(AccountId account) {
        return database.read(session -> keys.keyOf(session, account));
    }

    /**
     * Returns when everything handed to {@link #later} before is on disk.
     *
     * @throws Refused UNAVAILABLE when it is not; the records are tried again
     */
    public void settle() {
        appender.await(appender.ticket());
    }

    /**
     * Records within the caller's transaction: with its commit the records are as safe as what they
     * speak of, and without it there are none. They take their places in the log soon after.
     */
    public void record(StatelessSession session, List<AuditEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        var rows = new ArrayList<LogRows.Pending>(events.size());
        for (AuditEvent event : events) {
            rows.add(
                    new LogRows.Pending(
                            database.ids().next(session, Ids.Of.AUDIT),
                            keys.seal(event, now, id -> keys.keyOf(session, id))));
        }
        session.doWork(connection -> LogRows.insertPending(connection, rows));
        appender.busy();
    }

    /** Returns when everything committed before has its place in the log. */
    public void catchUp() {
        appender.catchUp();
    }

    /** How many records there are. */
    public long size() {
        return database.read(s -> s.doReturningWork(LogRows::head)).size();
    }

    /** The latest signed checkpoint; none if there is no record yet. */
    public Optional<Checkpoint> checkpoint() {
        return database.read(s -> s.doReturningWork(LogRows::lastCheckpoint))
                .flatMap(Checkpoint::parse);
    }

    /** A checkpoint over everything recorded so far. */
    public Optional<Checkpoint> checkpointNow() {
        checkpoints.want();
        appender.catchUp();
        return checkpoint();
    }

    /** By which others check the signatures of this log's checkpoints. */
    public String verifierKey() {
        return Checkpoint.verifierKey(keys.signer().publicKey());
    }

    /** What is in it. */
    public AuditReader reader() {
        return new AuditReader(database, keys);
    }

    /** Proofs of what is in it. */
    public AuditProofs proofs() {
        return new AuditProofs(database);
    }

    /** Looks whether it is whole. */
    public AuditVerify verification() {
        return new AuditVerify(database, keys, mark, checkpoints);
    }

    /** Wraps the log's keys under the active master key. */
    public static void rewrap(Database database, MasterKeys masters) {
        LogKeys.rewrap(database, masters);
    }

    /** Takes everything recorded to disk. Nobody records any more. */
    @Override
    public void close() {
        appender.close();
        mark.close();
        keys.close();
    }
}
