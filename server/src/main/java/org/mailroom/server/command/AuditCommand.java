package org.mailroom.server.command;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditReader;
import org.mailroom.messaging.audit.AuditRecord;
import org.mailroom.messaging.audit.AuditVerify;
import org.mailroom.messaging.audit.Checkpoint;
import org.mailroom.messaging.audit.Severity;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** {@code audit}: who did what to whom. */
@Command(
        name = "audit",
        description = "The log of who did what, which shows when it has been tampered with.",
        subcommands = {
            AuditCommand.Show.class,
            AuditCommand.Verifying.class,
            AuditCommand.Prove.class,
            AuditCommand.Export.class,
            AuditCommand.CheckpointNow.class
        })
final class AuditCommand {
    private static final int PAGE = 500;

    private AuditCommand() {}

    /** {@code audit show}. */
    @Command(name = "show", description = "Shows records, the latest first.")
    static final class Show extends StoreCommand {
        @Option(
                names = "--account",
                paramLabel = "USER",
                description = "Of this person: address, or the part before the @.")
        private String user = "";

        @Option(
                names = "--access",
                description = "Only accesses to the person's mail by others, as the owner sees.")
        private boolean access;

        @Option(
                names = "--all",
                description = "Also deliveries, and what people do in their own mail.")
        private boolean all;

        @Option(names = "--limit", paramLabel = "N", description = "So many at most. Default 50.")
        private int limit = 50;

        Show(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            AuditLog log = store.audit();
            log.catchUp();
            List<AuditRecord> found;
            if (user.isEmpty()) {
                found =
                        log.reader().latest(Long.MAX_VALUE, limit).stream()
                                .filter(r -> all || notable(r))
                                .toList();
            } else {
                AccountId account = store.account(user).id();
                found =
                        access
                                ? log.reader().accesses(account, Long.MAX_VALUE, limit)
                                : log.reader().about(account, all, Long.MAX_VALUE, limit);
                // to read about somebody is an access, too
                log.record(
                        AuditEvent.of(Actor.CONSOLE, Action.AUDIT_READ)
                                .about(account)
                                .object("audit show"));
            }
            found.forEach(r -> terminal.out().println(AuditLines.text(store, r)));
            return 0;
        }

        private static boolean notable(AuditRecord record) {
            return record.severity() != Severity.NONE
                    || record.action().filter(a -> a.kind() == Action.Kind.MAIL).isEmpty();
        }
    }

    /** {@code audit verify}. */
    @Command(
            name = "verify",
            description =
                    "Checks that no record has been changed, dropped, moved or put in, and names"
                            + " the first. Exit code 1 when one has.")
    static final class Verifying extends StoreCommand {
        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "A checkpoint that was kept elsewhere: the log must agree with it.")
        private Optional<Path> checkpoint = Optional.empty();

        Verifying(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            Optional<Checkpoint> outside = Optional.empty();
            if (checkpoint.isPresent()) {
                String note = Files.readString(terminal.resolve(checkpoint.get()));
                outside = Checkpoint.parse(note);
                if (outside.isEmpty()) {
                    throw new CommandFailed(checkpoint.get() + " is no checkpoint");
                }
            }
            AuditVerify.Result result;
            long size = store.audit().size();
            try (ProgressLine progress = new ProgressLine(terminal, "Verifying")) {
                result = store.audit().verification().run(outside, done -> progress.at(done, size));
            }
            terminal.out()
                    .printf(
                            "%d records read, %d checkpoints agree%n",
                            result.size(), result.checkpoints());
            if (result.bad().isEmpty()) {
                terminal.out().println("Nothing is wrong");
                return 0;
            }
            AuditVerify.Bad bad = result.bad().get();
            terminal.out().println("record " + bad.seq() + ": " + bad.text());
            return 1;
        }
    }

    /** {@code audit prove}. */
    @Command(
            name = "prove",
            description =
                    "Proves, to somebody who has a checkpoint, that a record is in the log, or that"
                            + " the log of an earlier checkpoint is its beginning. As JSON.")
    static final class Prove extends StoreCommand {
        @Parameters(paramLabel = "RECORD", arity = "0..1", description = "Number of a record.")
        private Optional<Long> record = Optional.empty();

        @Option(
                names = "--from",
                paramLabel = "SIZE",
                description = "Instead: the size of an earlier checkpoint.")
        private Optional<Long> from = Optional.empty();

        @Option(
                names = "--size",
                paramLabel = "SIZE",
                description = "Size of the checkpoint to prove it for. Default: a new one.")
        private Optional<Long> size = Optional.empty();

        Prove(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            if (record.isPresent() == from.isPresent()) {
                throw new CommandFailed("prove what? Give the number of a record, or --from SIZE");
            }
            AuditLog log = store.audit();
            Optional<Checkpoint> fresh = size.isPresent() ? Optional.empty() : log.checkpointNow();
            long until = size.or(() -> fresh.map(Checkpoint::size)).orElse(0L);
            String json =
                    record.isPresent()
                            ? AuditLines.json(log.proofs().inclusion(record.get(), until), fresh)
                            : AuditLines.json(
                                    log.proofs().consistency(from.orElseThrow(), until), fresh);
            terminal.out().println(json);
            return 0;
        }
    }

    /** {@code audit export}. */
    @Command(
            name = "export",
            description =
                    "Writes records to a new file, one JSON object a line, and at its end a signed"
                            + " checkpoint and the key to check it with.")
    static final class Export extends StoreCommand {
        @Parameters(paramLabel = "FILE", description = "Made; readable by its owner only.")
        private Path file = Path.of(".");

        @Option(names = "--from", paramLabel = "N", description = "From this record on.")
        private long from;

        Export(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            AuditLog log = store.audit();
            log.record(AuditEvent.of(Actor.CONSOLE, Action.AUDIT_EXPORTED).object("from " + from));
            Checkpoint checkpoint = log.checkpointNow().orElseThrow();
            Path to = terminal.resolve(file);
            try {
                Files.createFile(
                        to,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailed(to + " is there already", e);
            }
            try (BufferedWriter out = Files.newBufferedWriter(to, StandardOpenOption.WRITE)) {
                write(store, checkpoint, out);
            }
            terminal.out().println("Records up to " + (checkpoint.size() - 1) + " are in " + to);
            return 0;
        }

        private void write(OpenStore store, Checkpoint checkpoint, BufferedWriter out)
                throws IOException {
            AuditLog log = store.audit();
            long next = Math.max(0, from);
            try (ProgressLine progress = new ProgressLine(terminal, "Exporting")) {
                while (next < checkpoint.size()) {
                    int count = (int) Math.min(PAGE, checkpoint.size() - next);
                    List<AuditReader.Raw> page = log.reader().raw(next, count);
                    if (page.isEmpty()) {
                        throw new CommandFailed("record " + next + " is missing: run audit verify");
                    }
                    for (AuditReader.Raw raw : page) {
                        out.write(AuditLines.json(store, raw));
                        out.newLine();
                    }
                    next = page.getLast().seq() + 1;
                    progress.at(next, checkpoint.size());
                }
            }
            out.write(AuditLines.json(checkpoint, log.verifierKey()));
            out.newLine();
        }
    }

    /** {@code audit checkpoint}. */
    @Command(
            name = "checkpoint",
            description =
                    "Makes a signed checkpoint and prints it. Kept elsewhere, it shows whatever is"
                            + " done to the records before it.")
    static final class CheckpointNow extends StoreCommand {
        @Option(names = "--key", description = "Prints the key to check signatures with instead.")
        private boolean key;

        CheckpointNow(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            if (key) {
                terminal.out().println(store.audit().verifierKey());
                return 0;
            }
            Checkpoint made =
                    store.audit()
                            .checkpointNow()
                            .orElseThrow(() -> new CommandFailed("there is no record yet"));
            terminal.out().print(made.note());
            return 0;
        }
    }
}
