package org.mailroom.mailstore.backup;

import org.mailroom.mailstore.check.Finding;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verified;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Makes a store from a backup, on either database, and verifies it.
 *
 * <p>Every file of the backup is checked before anything is touched. While it works, a marker in
 * the data directory keeps a half restored store from being opened; PostgreSQL gets all rows in one
 * transaction.
 */
public final class Restore {
    /** Rows in one transaction of the embedded database, which keeps old versions in memory. */
    private static final int STEP = 5_000;

    private final StoreSettings settings;
    private final MasterKeys masters;
    private final Consumer<Finding> findings;
    private final Progress progress;

    /**
     * @param settings of the store to be
     * @param masters the keys of the store that was saved
     * @param findings hears what the check at the end finds
     */
    public Restore(
            StoreSettings settings,
            MasterKeys masters,
            Consumer<Finding> findings,
            Progress progress) {
        this.settings = settings;
        this.masters = masters;
        this.findings = findings;
        this.progress = progress;
    }

    /**
     * Reads a backup from end to end.
     *
     * @throws IOException naming the file that is missing, cut or altered
     */
    public static void check(Path backup, Progress progress) throws IOException {
        checked(backup, progress);
    }

    private static Manifest checked(Path backup, Progress progress) throws IOException {
        Manifest manifest =
                Manifest.find(backup)
                        .orElseThrow(() -> new IOException("there is no backup in " + backup));
        long total = manifest.totalBytes();
        long[] done = {0};
        for (Manifest.Entry entry : manifest.files()) {
            Path file = backup.resolve(entry.name());
            if (!Files.exists(file) || Files.size(file) != entry.length()) {
                throw new IOException("the backup is damaged: " + file + " is missing or cut");
            }
            Disk.Read read =
                    Disk.read(file, n -> progress.at("checking the backup", done[0] += n, total));
            if (!read.sha256().equals(entry.sha256())) {
                throw new IOException("the backup is damaged: " + file + " is not what it was");
            }
        }
        return manifest;
    }

    /**
     * Restores.
     *
     * @param backup what {@link Backup} wrote
     * @param data the data directory to be: no rows and no segments in it
     * @return what the check at the end saw
     * @throws IOException when the backup is damaged, or the target is not empty; it is then as it
     *     was
     */
    public Verified from(Path backup, Path data) throws IOException {
        Manifest manifest = checked(backup, progress);
        requireEmpty(data);
        Disk.makeDirectory(data);
        Path marker = data.resolve(MailStore.RESTORING);
        try (FileChannel made = Disk.create(marker)) {
            made.force(true);
        }
        Disk.syncDirectory(data);
        try (Database database = Database.open(settings.database(), data, manifest.schema())) {
            if (occupied(database)) {
                // nothing of ours is there yet
                Files.delete(marker);
                throw new IOException("the database holds rows: restore into an empty one");
            }
            segments(manifest, backup, data.resolve("segments"));
            rows(manifest, backup, database);
        }
        Files.delete(marker);
        Disk.syncDirectory(data);
        try (MailStore store = MailStore.open(data, settings, masters)) {
            return new Verify(store, findings, progress).run();
        }
    }

    private static void requireEmpty(Path data) throws IOException {
        if (Files.exists(data.resolve(MailStore.RESTORING))) {
            throw new IOException(
                    "an earlier restore into " + data + " was interrupted: empty it first");
        }
        boolean segments =
                Files.isDirectory(data.resolve("segments"))
                        && any(data.resolve("segments"), "*.seg");
        if (segments || (Files.isDirectory(data) && any(data, "rows*"))) {
            throw new IOException(data + " holds a store: restore into an empty directory");
        }
    }

    private static boolean any(Path directory, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
            return found.iterator().hasNext();
        }
    }

    private static boolean occupied(Database database) {
        return database.read(session -> session.doReturningWork(Restore::occupied));
    }

    private static boolean occupied(Connection connection) throws SQLException {
        for (String table : RowsWriter.tables(connection)) {
            try (Statement s = connection.createStatement();
                    ResultSet r = s.executeQuery("select 1 from " + table + " limit 1")) {
                if (r.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void segments(Manifest manifest, Path backup, Path to) throws IOException {
        Disk.makeDirectory(to);
        long total = manifest.totalBytes() - manifest.rows().length();
        long[] done = {0};
        for (Manifest.Segment segment : manifest.segments()) {
            Manifest.Entry entry = segment.file();
            Disk.Read read =
                    Disk.copy(
                            backup.resolve(entry.name()),
                            entry.length(),
                            to.resolve("%08d.seg".formatted(segment.number())),
                            n -> progress.at("contents", done[0] += n, total));
            if (!read.sha256().equals(entry.sha256())) {
                throw new IOException("the backup has changed meanwhile: " + entry.name());
            }
        }
        Disk.syncDirectory(to);
    }

    private void rows(Manifest manifest, Path backup, Database database) throws IOException {
        long total = manifest.tables().values().stream().mapToLong(Long::longValue).sum();
        long done = 0;
        Path file = backup.resolve(manifest.rows().name());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 << 10)) {
            var reader = new RowsReader(in);
            int step = database.embedded() ? STEP : Integer.MAX_VALUE;
            int got;
            do {
                got = database.write(s -> s.doReturningWork(c -> load(reader, c, step))).value();
                done += got;
                progress.at("rows", done, total);
            } while (got == step);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (done != total) {
            throw new IOException("the backup has %d rows, not %d".formatted(done, total));
        }
        database.writeDurably(
                session ->
                        manifest.sequences()
                                .forEach(
                                        (name, above) ->
                                                session.createNativeMutationQuery(
                                                                "alter sequence %s restart with %d"
                                                                        .formatted(name, above))
                                                        .executeUpdate()));
    }

    private static int load(RowsReader reader, Connection connection, int limit)
            throws SQLException {
        try {
            return reader.load(connection, limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
