package org.mailroom.mailstore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of contents. A directory is the backup that its manifest describes; it changes in one
 * step, when the manifest is replaced.
 *
 * @param number of the backups made into this directory
 * @param made when, ISO 8601
 * @param schema version of the tables
 * @param sequences each with a number above all that were handed out
 * @param tables each with its count of rows
 * @param rows the file with the rows
 * @param segments the files with contents
 */
record Manifest(
        long number,
        String made,
        String schema,
        Map<String, Long> sequences,
        Map<String, Long> tables,
        Entry rows,
        List<Segment> segments) {
    static final String NAME = "MANIFEST";
    static final String NEW = "MANIFEST.new";
    private static final String FIRST = "mailroom backup 1";

    /** A file of the backup. */
    record Entry(String name, long length, String sha256) {}

    /**
     * A segment.
     *
     * @param settled whether the store's own will never change again
     */
    record Segment(long number, boolean settled, Entry file) {}

    long totalBytes() {
        return rows.length + segments.stream().mapToLong(s -> s.file.length).sum();
    }

    /** The files, the manifest itself not counted. */
    List<Entry> files() {
        var all = new ArrayList<Entry>();
        all.add(rows);
        segments.forEach(s -> all.add(s.file));
        return all;
    }

    /** Replaces the directory's manifest. */
    void write(Path directory) throws IOException {
        String lines = text();
        byte[] bytes = (lines + "end " + sum(lines) + "\n").getBytes(UTF_8);
        Path fresh = directory.resolve(NEW);
        Files.deleteIfExists(fresh);
        try (FileChannel out = Disk.create(fresh)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Disk.syncDirectory(directory); // the files it names
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        Disk.syncDirectory(directory);
    }

    private String text() {
        var s = new StringBuilder(FIRST).append('\n');
        s.append("number ").append(number).append('\n');
        s.append("made ").append(made).append('\n');
        s.append("schema ").append(schema).append('\n');
        s.append("keys none: the master keystore is kept apart\n");
        sequences.forEach((n, v) -> s.append("sequence " + n + " " + v + "\n"));
        tables.forEach((n, v) -> s.append("table " + n + " " + v + "\n"));
        s.append("rows ").append(text(rows)).append('\n');
        for (Segment segment : segments) {
            String state = segment.settled ? "settled" : "growing";
            s.append("segment " + segment.number + " " + state + " " + text(segment.file) + "\n");
        }
        return s.toString();
    }

    private static String text(Entry file) {
        return file.name + " " + file.length + " " + file.sha256;
    }

    private static String sum(String lines) {
        var digest = Disk.sha256();
        digest.update(lines.getBytes(UTF_8));
        return Disk.hex(digest);
    }

    /** The directory's manifest, if it has one. */
    static Optional<Manifest> find(Path directory) throws IOException {
        try {
            return Optional.of(parse(Files.readString(directory.resolve(NAME)), directory));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Manifest parse(String text, Path directory) throws IOException {
        int end = text.lastIndexOf("end ");
        if (!text.startsWith(FIRST + "\n")
                || end < 0
                || !text.substring(end).strip().equals("end " + sum(text.substring(0, end)))) {
            throw new IOException("the manifest in " + directory + " is damaged, or none of ours");
        }
        var plain = new LinkedHashMap<String, String>();
        var sequences = new LinkedHashMap<String, Long>();
        var tables = new LinkedHashMap<String, Long>();
        var segments = new ArrayList<Segment>();
        for (String line : text.substring(0, end).lines().skip(1).toList()) {
            String[] f = line.split(" ");
            switch (f[0]) {
                case "sequence" -> sequences.put(f[1], Long.parseLong(f[2]));
                case "table" -> tables.put(f[1], Long.parseLong(f[2]));
                case "segment" ->
                        segments.add(
                                new Segment(
                                        Long.parseLong(f[1]),
                                        f[2].equals("settled"),
                                        new Entry(f[3], Long.parseLong(f[4]), f[5])));
                default -> plain.put(f[0], line.substring(f[0].length() + 1));
            }
        }
        String[] rows = plain.getOrDefault("rows", "").split(" ");
        return new Manifest(
                Long.parseLong(plain.getOrDefault("number", "0")),
                plain.getOrDefault("made", ""),
                plain.getOrDefault("schema", ""),
                sequences,
                tables,
                new Entry(rows[0], Long.parseLong(rows[1]), rows[2]),
                segments);
    }
}
