package org.mailroom.mailstore.backup;

import org.mailroom.mailstore.blob.BlobStore;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Saves a store to a directory while it serves: all rows as of one moment, and the segment files
 * that they refer to. Segments that an earlier backup into the same directory has, and that have
 * not changed since, are not copied again.
 *
 * <p><b>No key is in it.</b> Whoever restores needs the master keystore, which is to be kept
 * elsewhere.
 *
 * <p>Files are written under new names, and count from the moment the manifest is replaced. Cut off
 * at any point before, the earlier backup is what it was.
 */
public final class Backup {
    private static final Pattern OURS =
            Pattern.compile("rows\\.\\d+|segment-\\d+\\.\\d+|MANIFEST|MANIFEST\\.new|lock");

    /** A segment begins with random bits within this many. */
    private static final int FINGERPRINT = 256;

    private final MailStore store;
    private final Progress progress;

    public Backup(MailStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * Saves the store.
     *
     * @param directory new, empty, or holding an earlier backup; not within the data directory
     * @throws IOException when it cannot be written or holds something else; the earlier backup is
     *     intact
     */
    public Saved to(Path directory) throws IOException {
        Disk.makeDirectory(directory);
        requireOurs(directory);
        FileChannel lock = lock(directory);
        try (BlobStore.Hold hold = store.blobStore().hold()) {
            Optional<Manifest> earlier = Manifest.find(directory);
            tidy(directory, earlier);
            return save(directory, earlier, hold);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            lock.close();
        }
    }

    private static void requireOurs(Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (!OURS.matcher(file.getFileName().toString()).matches()) {
                    throw new IOException(
                            directory + " holds " + file.getFileName() + ", which is no backup");
                }
            }
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            // held until the channel is closed
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this process itself; said below
        }
        channel.close();
        throw new IOException("another backup to " + directory + " is under way");
    }

    /** Deletes what no manifest names: left by a backup that was cut off, or of an earlier one. */
    private static void tidy(Path directory, Optional<Manifest> manifest) throws IOException {
        Set<String> named =
                manifest.stream()
                        .flatMap(m -> m.files().stream())
                        .map(Manifest.Entry::name)
                        .collect(Collectors.toSet());
        named.addAll(Set.of(Manifest.NAME, "lock"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (!named.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The rows, and which segments they refer to. */
    private record Rows(
            Manifest.Entry file,
            Map<String, Long> counts,
            String schema,
            Map<String, Long> sequences,
            List<BlobStore.StoreFile> segments) {}

    private Saved save(Path directory, Optional<Manifest> earlier, BlobStore.Hold hold)
            throws IOException {
        long number = earlier.map(Manifest::number).orElse(0L) + 1;
        Rows rows = rows(directory, number, hold);
        long total = rows.segments.stream().mapToLong(BlobStore.StoreFile::length).sum();
        long done = 0;
        long copied = rows.file.length();
        var segments = new ArrayList<Manifest.Segment>();
        for (BlobStore.StoreFile file : rows.segments) {
            Optional<Manifest.Segment> there = unchanged(directory, earlier, file);
            if (there.isEmpty()) {
                long from = done;
                Manifest.Segment segment =
                        copy(
                                directory,
                                number,
                                file,
                                n -> progress.at("contents", from + n, total));
                copied += segment.file().length();
                segments.add(segment);
            } else {
                segments.add(there.get());
            }
            done += file.length();
            progress.at("contents", done, total);
        }
        var manifest =
                new Manifest(
                        number,
                        Instant.now().toString(),
                        rows.schema,
                        rows.sequences,
                        rows.counts,
                        rows.file,
                        segments);
        manifest.write(directory);
        tidy(directory, Optional.of(manifest));
        long count = rows.counts.values().stream().mapToLong(Long::longValue).sum();
        return new Saved(count, segments.size(), copied, manifest.totalBytes());
    }

    private interface Copied {
        void at(long bytes);
    }

    private static Manifest.Segment copy(
            Path directory, long number, BlobStore.StoreFile file, Copied progress)
            throws IOException {
        String name = "segment-%08d.%d".formatted(file.number(), number);
        long[] done = {0};
        Disk.Read read =
                Disk.copy(
                        file.path(),
                        file.length(),
                        directory.resolve(name),
                        n -> progress.at(done[0] += n));
        var entry = new Manifest.Entry(name, read.length(), read.sha256());
        return new Manifest.Segment(file.number(), file.settled(), entry);
    }

    /**
     * The copy that an earlier backup made of a segment that had got its last byte by then.
     *
     * <p>A restored store may number new segments as the lost one did: sealed bytes at both ends
     * tell them apart.
     */
    private static Optional<Manifest.Segment> unchanged(
            Path directory, Optional<Manifest> earlier, BlobStore.StoreFile file)
            throws IOException {
        Optional<Manifest.Segment> known =
                earlier.stream()
                        .flatMap(m -> m.segments().stream())
                        .filter(s -> s.settled() && s.number() == file.number())
                        .findFirst();
        if (known.isEmpty()) {
            return known;
        }
        Path copy = directory.resolve(known.get().file().name());
        long length = known.get().file().length();
        boolean same =
                Files.exists(copy)
                        && Files.size(copy) == length
                        && Files.size(file.path()) >= length
                        && length == Math.min(file.length(), Files.size(file.path()))
                        && length >= FINGERPRINT
                        && Disk.same(file.path(), copy, 0, FINGERPRINT)
                        && Disk.same(file.path(), copy, length - FINGERPRINT, FINGERPRINT);
        return same ? known : Optional.empty();
    }

    private Rows rows(Path directory, long number, BlobStore.Hold hold) throws IOException {
        String name = "rows." + number;
        MessageDigest digest = Disk.sha256();
        try (FileChannel channel = Disk.create(directory.resolve(name));
                var out =
                        new BufferedOutputStream(
                                new DigestOutputStream(Channels.newOutputStream(channel), digest),
                                64 << 10)) {
            var writer = new RowsWriter(out, n -> progress.at("rows", n, 0));
            Function<Manifest.Entry, Rows> rest =
                    store.database()
                            .snapshot(
                                    session ->
                                            session.doReturningWork(
                                                    c -> inSnapshot(c, writer, hold)));
            out.flush();
            channel.force(true);
            return rest.apply(new Manifest.Entry(name, channel.size(), Disk.hex(digest)));
        }
    }

    private Function<Manifest.Entry, Rows> inSnapshot(
            Connection connection, RowsWriter writer, BlobStore.Hold hold) throws SQLException {
        boolean lazy = store.database().embedded();
        // or H2 would gather each table before it hands out the first row
        set(connection, lazy, 1);
        try {
            String schema = schema(connection);
            Set<Long> referred = segments(connection);
            // after the snapshot began: above every id in it
            Map<String, Long> sequences = sequences(store.database());
            List<BlobStore.StoreFile> files =
                    hold.files().stream().filter(f -> referred.contains(f.number())).toList();
            Map<String, Long> counts = writer.write(connection);
            return entry -> new Rows(entry, counts, schema, sequences, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            set(connection, lazy, 0);
        }
    }

    private static void set(Connection connection, boolean lazy, int value) throws SQLException {
        if (lazy) {
            try (Statement s = connection.createStatement()) {
                s.execute("set lazy_query_execution " + value);
            }
        }
    }

    private static String schema(Connection connection) throws SQLException {
        // Flyway quotes its names
        String sql =
                "select \"version\" from \"flyway_schema_history\" where \"success\" = true"
                        + " order by \"installed_rank\" desc";
        try (PreparedStatement s = connection.prepareStatement(sql);
                ResultSet r = s.executeQuery()) {
            if (!r.next()) {
                throw new SQLException("the schema has no version");
            }
            return r.getString(1);
        }
    }

    private static Set<Long> segments(Connection connection) throws SQLException {
        var all = new TreeSet<Long>();
        try (PreparedStatement s =
                        connection.prepareStatement("select distinct segment from blob");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                all.add(r.getLong(1));
            }
        }
        return all;
    }

    private static Map<String, Long> sequences(Database database) {
        var all = new LinkedHashMap<String, Long>();
        for (Ids.Of of : Ids.Of.values()) {
            long above = database.write(session -> database.ids().above(session, of)).value();
            all.put(of.sequence(), above);
        }
        return all;
    }
}
