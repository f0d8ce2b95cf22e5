package org.mailroom.mailstore.rows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.h2.api.ErrorCode;
import org.h2.engine.Constants;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.db.Store;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.refusal.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The database: schema, sessions, transactions and the wait until a commit is on disk.
 *
 * <p>Callers take the account lock before a transaction, never within one, and write to no socket
 * in either.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final List<Class<?>> ROWS =
            List.of(
                    AccountRow.class,
                    AccountStateRow.class,
                    AddressRow.class,
                    BlobRow.class,
                    EmailRow.class,
                    EntryRow.class,
                    ExpungedRow.class,
                    KeywordSetRow.class,
                    MailboxRow.class,
                    SecretRow.class,
                    SubscriptionRow.class,
                    ThreadRefRow.class);

    /** None for PostgreSQL, which sees to itself. */
    private final @Nullable DurableMark mark;

    private final boolean embedded;
    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final DurabilityBarrier barrier;
    private final Ids ids;
    private final ReentrantLock reopening = new ReentrantLock();
    private volatile @Nullable Object current;

    private Database(@Nullable DurableMark mark, HikariDataSource pool, SessionFactory sessions) {
        this.mark = mark;
        this.embedded = mark != null;
        this.pool = pool;
        this.sessions = sessions;
        this.ids = new Ids(embedded);
        this.barrier = new DurabilityBarrier(embedded ? this::checkpoint : () -> {});
    }

    /**
     * Opens the database, bringing its schema up to date.
     *
     * @param directory the data directory, where the embedded database lies
     * @throws Refused CORRUPT if it has lost what was acknowledged
     */
    public static Database open(DatabaseSettings settings, Path directory) {
        return open(settings, directory, "latest");
    }

    /** As {@link #open(DatabaseSettings, Path)}, with the schema at a version; for a restore. */
    public static Database open(DatabaseSettings settings, Path directory, String schema) {
        var pool = new HikariDataSource(poolConfig(settings, directory));
        DurableMark mark = null;
        try {
            if (settings.embedded()) {
                mark = new DurableMark(directory.resolve("rows.mark"));
                try (Connection connection = pool.getConnection()) {
                    mark.require(storedVersion(connection));
                }
            }
            migrate(pool, settings.embedded(), schema);
            return new Database(mark, pool, sessionFactory(pool, settings));
        } catch (IOException | SQLException e) {
            close(mark, pool);
            throw new Refused(Refused.Reason.UNAVAILABLE, "The database cannot be opened", e);
        } catch (RuntimeException e) {
            close(mark, pool);
            throw e;
        }
    }

    private static void close(@Nullable DurableMark mark, HikariDataSource pool) {
        pool.close();
        if (mark != null) {
            mark.close();
        }
    }

    private static org.h2.engine.Database h2(Connection connection) throws SQLException {
        Session session = connection.unwrap(JdbcConnection.class).getSession();
        return ((SessionLocal) session).getDatabase();
    }

    /** The version that the embedded database's file holds; it only grows. */
    private static long storedVersion(Connection connection) throws SQLException {
        return h2(connection).getStore().getMvStore().getFileStore().lastChunkVersion();
    }

    private static HikariConfig poolConfig(DatabaseSettings settings, Path directory) {
        var config = new HikariConfig();
        config.setPoolName("mailstore");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(settings.embedded() ? settings.connections() : 2);
        config.setAutoCommit(false);
        config.setConnectionTimeout(30_000);
        if (settings.embedded()) {
            // A lock wait ends in an error, never in a hang; the cache is counted in KiB. Every
            // change is synced within milliseconds, so space of old versions may be used again
            // after ten seconds; with the default of 45 the file grows five times as large.
            config.setJdbcUrl(
                    "jdbc:h2:file:"
                            + directory.toAbsolutePath().resolve("rows")
                            + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=20000"
                            + ";QUERY_CACHE_SIZE=64;RETENTION_TIME=10000"
                            + ";CACHE_SIZE="
                            + settings.cacheMib() * 1024);
            config.setUsername("mailroom");
            config.setPassword("");
            config.setMaxLifetime(0);
        } else {
            config.setJdbcUrl(settings.url());
            config.setUsername(settings.user());
            config.setPassword(settings.password());
        }
        return config;
    }

    private static void migrate(HikariDataSource pool, boolean embedded, String schema) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .placeholders(Map.of("bytes", embedded ? "varbinary" : "bytea"))
                .loggers("slf4j")
                .target(schema)
                .load()
                .migrate();
    }

    private static SessionFactory sessionFactory(HikariDataSource pool, DatabaseSettings settings) {
        var registry =
                new StandardServiceRegistryBuilder()
                        .applySetting("jakarta.persistence.nonJtaDataSource", pool)
                        .applySetting("hibernate.connection.provider_disables_autocommit", true)
                        .applySetting("hibernate.jdbc.batch_size", 100)
                        .applySetting("hibernate.order_inserts", true)
                        .applySetting("hibernate.hbm2ddl.auto", "none")
                        .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                        .applySetting(
                                "hibernate.dialect",
                                settings.embedded()
                                        ? "org.hibernate.dialect.H2Dialect"
                                        : "org.hibernate.dialect.PostgreSQLDialect")
                        .build();
        var sources = new MetadataSources(registry);
        ROWS.forEach(sources::addAnnotatedClass);
        Extensions.found().rows().forEach(sources::addAnnotatedClass);
        return sources.buildMetadata().buildSessionFactory();
    }

    /**
     * Runs {@code work} in a transaction and commits it.
     *
     * @return the result and the ticket to {@link #awaitDurable} for before anybody is told
     * @throws Refused UNAVAILABLE if the database cannot; nothing was changed, unless the commit
     *     itself failed, and then callers must not trust what they remember of the account
     */
    public <T extends @Nullable Object> Committed<T> write(Function<StatelessSession, T> work) {
        var ran = new AtomicReference<@Nullable Object>();
        T result =
                transaction(
                        session -> {
                            ran.set(session.<@Nullable Object>doReturningWork(this::incarnation));
                            return work.apply(session);
                        });
        long ticket = barrier.ticket();
        // after the ticket: whoever notices from now on declares it lost
        if (!Objects.equals(ran.get(), current)) {
            throw reopened();
        }
        return new Committed<>(result, ticket);
    }

    /** What a transaction gave, and its place in the line to the disk. */
    public record Committed<T extends @Nullable Object>(T value, long ticket) {}

    /** Runs {@code work} in a transaction that changes nothing. */
    public <T extends @Nullable Object> T read(Function<StatelessSession, T> work) {
        return transaction(work);
    }

    /**
     * Runs {@code work}, which only reads, upon everything as it was at one moment. It may take
     * long and holds up nobody; space of what is changed meanwhile is used again only afterwards.
     */
    public <T extends @Nullable Object> T snapshot(Function<StatelessSession, T> work) {
        return transaction(
                session -> {
                    // the pool sets it back
                    session.doWork(c -> c.setTransactionIsolation(snapshotIsolation()));
                    return work.apply(session);
                });
    }

    // PostgreSQL's repeatable read is a snapshot; H2 has a level of its own for one of all tables
    private int snapshotIsolation() {
        return embedded ? Constants.TRANSACTION_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ;
    }

    /** As {@link #write}, and waits until it is on disk. */
    public void writeDurably(Consumer<StatelessSession> work) {
        awaitDurable(
                write(
                                session -> {
                                    work.accept(session);
                                    return true;
                                })
                        .ticket());
    }

    /** A place in the line to the disk behind everything committed so far. */
    public long ticket() {
        return barrier.ticket();
    }

    /** Waits until the commit with this ticket is on disk. Never call it holding a lock. */
    public void awaitDurable(long ticket) {
        barrier.await(ticket);
    }

    /** Whether the commit with this ticket is on disk. */
    public boolean isDurable(long ticket) {
        return barrier.passed(ticket);
    }

    private <T extends @Nullable Object> T transaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            var transaction = session.beginTransaction();
            try {
                session.doWork(this::incarnation);
                T result = work.apply(session);
                transaction.commit();
                return result;
            } catch (RuntimeException e) {
                rollBack(transaction);
                throw e;
            }
        } catch (jakarta.persistence.PersistenceException e) {
            LOG.error("database failed", e);
            evictIfClosed(e);
            throw new Refused(Refused.Reason.UNAVAILABLE, "The mail store is not available", e);
        }
    }

    /**
     * The embedded database closes itself when a write fails, on a full disk for one, and the next
     * connection opens it again from what is on the disk. What was committed and not synced is then
     * lost, though a sync of the new one succeeds: so every connection says which one it is of, and
     * the first that is of another declares that lost. Null for PostgreSQL.
     */
    private @Nullable Object incarnation(Connection connection) throws SQLException {
        if (!embedded) {
            return null;
        }
        org.h2.engine.Database database = h2(connection);
        if (database != current) {
            reopening.lock();
            try {
                if (database != current && !database.isClosing()) {
                    boolean first = current == null;
                    current = database;
                    if (!first) {
                        LOG.error("the database had closed itself and was opened again");
                        ids.forget();
                        barrier.lose();
                    }
                }
            } finally {
                reopening.unlock();
            }
        }
        return database;
    }

    private static Refused reopened() {
        return new Refused(Refused.Reason.UNAVAILABLE, "Storage failed; nothing is kept");
    }

    /** Connections to a database that has closed itself must not be used again. */
    private void evictIfClosed(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (embedded
                    && cause instanceof SQLException sql
                    && (sql.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED
                            || sql.getErrorCode() == ErrorCode.GENERAL_ERROR_1
                            || sql.getErrorCode() == ErrorCode.IO_EXCEPTION_2)) {
                pool.getHikariPoolMXBean().softEvictConnections();
                return;
            }
        }
    }

    private static void rollBack(org.hibernate.Transaction transaction) {
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            LOG.warn("rollback failed", e);
        }
    }

    private void checkpoint() {
        Object before = current;
        try (Connection connection = pool.getConnection()) {
            if (!Objects.equals(incarnation(connection), before)) {
                throw reopened();
            }
            Objects.requireNonNull(mark).reached(sync(h2(connection).getStore()));
        } catch (SQLException e) {
            LOG.error("checkpoint failed", e);
            evictIfClosed(e);
            throw new Refused(Refused.Reason.UNAVAILABLE, "Storage failed; nothing is kept", e);
        }
    }

    /**
     * What CHECKPOINT SYNC does, less the compaction it tries first: that is left to the database's
     * own thread.
     *
     * @return the version that is on disk now: written, and then synced, so never ahead
     */
    private static long sync(Store store) throws SQLException {
        try {
            MVStore file = store.getMvStore();
            file.commit();
            long version = file.getFileStore().lastChunkVersion();
            file.sync();
            return version;
        } catch (MVStoreException e) {
            throw new SQLException("sync failed", "HY000", ErrorCode.IO_EXCEPTION_2, e);
        }
    }

    /** Numbers for new rows. */
    public Ids ids() {
        return ids;
    }

    public boolean embedded() {
        return embedded;
    }

    @Override
    public void close() {
        sessions.close();
        // the embedded database closes with its last connection
        close(mark, pool);
    }
}
