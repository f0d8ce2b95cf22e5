package org.mailroom.mailstore.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.mailroom.mailstore.rows.DatabaseSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL of this JVM, on loopback and a free port, with durable settings. */
public final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Postgres() {}

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where to find a new, empty database. */
    public static DatabaseSettings freshDatabase() {
        String name = "mailroom" + DATABASES.incrementAndGet();
        try (var connection = Holder.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseSettings(
                Holder.SERVER.getJdbcUrl("postgres", name), "postgres", "postgres", 12, 64);
    }
}
