package org.mailroom.messaging.audit;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.rows.Database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads the log from the first record to the last and names the first that is not as it was
 * written. Looks in this order: the chain, record by record; the tree and the signed checkpoints,
 * as the records pass; the end, against the head, against what is kept beside the database, and
 * against a checkpoint from outside.
 *
 * <p>Whoever can write to the database can make up a chain that holds together. They cannot sign
 * it: what they changed lies before some checkpoint whose root is then another.
 */
public final class AuditVerify {
    private static final int PAGE = 2_000;

    private final Database database;
    private final LogKeys keys;
    private final Mark mark;
    private final Checkpoints checkpoints;

    AuditVerify(Database database, LogKeys keys, Mark mark, Checkpoints checkpoints) {
        this.database = database;
        this.keys = keys;
        this.mark = mark;
        this.checkpoints = checkpoints;
    }

    /**
     * The first record that is wrong, as far as that can be told.
     *
     * @param seq its number
     * @param text what is wrong, for the operator
     */
    public record Bad(long seq, String text) {}

    /**
     * What verification saw.
     *
     * @param size records there are
     * @param checkpoints signed checkpoints that agree
     * @param bad empty: the log is whole
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(long size, byte[] root, int checkpoints, Optional<Bad> bad) {}

    /**
     * Verifies.
     *
     * @param outside a checkpoint that was kept elsewhere
     * @param progress hears how many records have been read
     */
    public Result run(Optional<Checkpoint> outside, LongConsumer progress) {
        // read before the rows are: the log goes on meanwhile
        Optional<Mark.At> marked = mark.read();
        var signed = new ArrayList<Note>();
        mark.kept().ifPresent(note -> signed.add(new Note("audit.checkpoint", note)));
        checkpoints.copied().ifPresent(note -> signed.add(new Note("the copy", note)));
        outside.ifPresent(c -> signed.add(new Note("the checkpoint given", c.note())));
        return database.snapshot(session -> new Walk(session, marked, signed, progress).run());
    }

    /** A checkpoint to be compared, and where it was found. */
    private record Note(String where, String text) {}

    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Bad bad;

        Found(long seq, String text) {
            super(text, null, false, false);
            this.bad = new Bad(seq, text);
        }
    }

    /** One reading, in one snapshot. */
    private final class Walk {
        private final StatelessSession session;
        private final Optional<Mark.At> marked;
        private final List<Note> outside;
        private final LongConsumer progress;

        private final Map<Long, List<Note>> due = new HashMap<>();
        private final Peaks peaks = Peaks.none();
        private byte[] previous = Body.NO_HASH;
        private long signedSize;
        private int agreed;

        Walk(
                StatelessSession session,
                Optional<Mark.At> marked,
                List<Note> outside,
                LongConsumer progress) {
            this.session = session;
            this.marked = marked;
            this.outside = outside;
            this.progress = progress;
        }

        Result run() {
            Optional<Bad> bad = Optional.empty();
            try {
                session.doWork(this::walk);
            } catch (Found found) {
                bad = Optional.of(found.bad);
            }
            return new Result(peaks.size(), peaks.root(), agreed, bad);
        }

        private void walk(Connection connection) throws SQLException {
            outside.forEach(note -> expect(note, size(note)));
            LogRows.checkpoints(connection)
                    .forEach((size, note) -> expect(new Note("checkpoint " + size, note), size));
            List<LogRows.Stored> page;
            do {
                page = LogRows.from(connection, peaks.size(), PAGE);
                for (LogRows.Stored record : page) {
                    record(connection, record);
                }
                progress.accept(peaks.size());
            } while (page.size() == PAGE);
            end(LogRows.head(connection));
        }

        private long size(Note note) {
            return Checkpoint.parse(note.text)
                    .map(Checkpoint::size)
                    .orElseThrow(() -> new Found(0, note.where + " is no checkpoint"));
        }

        private void expect(Note note, long size) {
            due.computeIfAbsent(size, s -> new ArrayList<>()).add(note);
        }

        private void record(Connection connection, LogRows.Stored record) throws SQLException {
            long seq = peaks.size();
            if (record.seq() != seq) {
                throw new Found(
                        seq, "record " + seq + " is missing; the next there is " + record.seq());
            }
            byte[] hash = Body.hash(seq, previous, record.body());
            if (!Arrays.equals(hash, record.hash())) {
                throw new Found(seq, "record " + seq + " is not what was written there");
            }
            Optional<Body> body = Body.decode(record.body());
            if (body.isPresent()
                    && (body.get().subject() != record.subject()
                            || (body.get().routine() ? 0 : 1) != record.notable())) {
                throw new Found(
                        seq, "record " + seq + " is filed under another account than it says");
            }
            for (Peaks.Node node : peaks.add(hash)) {
                node(connection, node);
            }
            previous = hash;
            marked.ifPresent(this::compare);
            List<Note> notes = due.getOrDefault(peaks.size(), List.of());
            notes.forEach(this::compare);
            signedSize = notes.isEmpty() ? signedSize : peaks.size();
        }

        private void node(Connection connection, Peaks.Node node) throws SQLException {
            List<byte[]> kept = LogRows.hashes(connection, node.level(), node.index(), 1);
            if (kept.isEmpty() || !Arrays.equals(kept.getFirst(), node.hash())) {
                throw new Found(
                        node.index() << node.level(),
                        "the tree over records %d to %d does not agree with them"
                                .formatted(
                                        node.index() << node.level(),
                                        ((node.index() + 1) << node.level()) - 1));
            }
        }

        private void compare(Note note) {
            Optional<Checkpoint> checkpoint = Checkpoint.parse(note.text);
            if (checkpoint.isEmpty()
                    || checkpoint.get().size() != peaks.size()
                    || !checkpoint.get().signedBy(keys.signer().publicKey())) {
                throw new Found(signedSize, note.where + " does not bear this log's signature");
            }
            if (!Arrays.equals(checkpoint.get().root(), peaks.root())) {
                throw new Found(
                        signedSize,
                        "of records %d to %d at least one is not what %s was signed over"
                                .formatted(signedSize, peaks.size() - 1, note.where));
            }
            agreed++;
        }

        /** What there should be after the last record. */
        private void end(LogRows.Head head) {
            long size = peaks.size();
            if (head.size() > size) {
                throw cut(size, head.size(), "the log's head");
            }
            if (head.size() < size) {
                throw new Found(
                        head.size(), "record " + head.size() + " was not put there by the log");
            }
            if (!Arrays.equals(head.hash(), previous)
                    || !Arrays.equals(head.peaks(), peaks.encode())) {
                throw new Found(Math.max(0, size - 1), "the log's head is not what was written");
            }
            due.forEach(
                    (at, notes) -> {
                        if (at > size) {
                            throw cut(size, at, notes.getFirst().where);
                        }
                    });
            if (marked.isPresent() && marked.get().size() > size) {
                throw cut(size, marked.get().size(), "audit.mark of " + marked.get().time());
            }
            mark.losses().forEach(this::lost);
        }

        private void compare(Mark.At at) {
            if (at.size() == peaks.size() && !Arrays.equals(at.hash(), previous)) {
                throw new Found(
                        signedSize,
                        "of records %d to %d at least one is not what was written"
                                .formatted(signedSize, at.size() - 1));
            }
        }

        private Found cut(long size, long should, String where) {
            return new Found(
                    size,
                    "records %d to %d are missing: %s knows them"
                            .formatted(size, should - 1, where));
        }

        private void lost(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 4 || !parts[0].matches("\\d{1,18}")) {
                throw new Found(0, "audit.lost is damaged");
            }
            throw new Found(
                    Long.parseLong(parts[0]),
                    "the log had %s records at %s, and %s when it was opened next; see audit.lost"
                            .formatted(parts[1], parts[3], parts[0]));
        }
    }
}
