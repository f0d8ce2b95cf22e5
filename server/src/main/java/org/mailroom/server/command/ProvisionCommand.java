package org.mailroom.server.command;

import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.provision.ImportFile;
import org.mailroom.messaging.provision.ImportOptions;
import org.mailroom.messaging.provision.ImportOptions.Missing;
import org.mailroom.messaging.provision.ImportReport;
import org.mailroom.messaging.provision.ImportReport.Outcome;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code provision}: people, groups, members and relations from the platform. */
@Command(
        name = "provision",
        description = "Brings people, groups, members and relations in from the platform.",
        subcommands = ProvisionCommand.Import.class)
final class ProvisionCommand {
    private ProvisionCommand() {}

    /** {@code provision import}. */
    @Command(
            name = "import",
            description =
                    "Imports CSV and JSON files. All of them are checked before anything is"
                            + " changed; what they say already is left alone, so it can be done"
                            + " again and again. docs/provisioning.md describes the files.")
    static final class Import extends StoreCommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV or JSON files.")
        private List<Path> files = new ArrayList<>();

        @Option(names = "--dry-run", description = "Says what would change and changes nothing.")
        private boolean dryRun;

        @Option(
                names = "--resume",
                description = "Goes on where an import of the same files was cut off.")
        private boolean resume;

        @Option(
                names = "--missing",
                split = ",",
                paramLabel = "WHAT",
                description =
                        "What ends when the files do not list it: people leave; members leave the"
                                + " groups that the files name; relations end, of the kinds that"
                                + " the files name.")
        private List<String> missing = new ArrayList<>();

        @Option(
                names = "--most-missing",
                paramLabel = "PERCENT",
                description =
                        "With more than this missing, nothing at all is changed. Default: 10.")
        private int mostMissing = ImportOptions.DEFAULT.mostMissing();

        @Option(names = "--changes", description = "Prints every change.")
        private boolean changes;

        Import(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws IOException {
            if (mostMissing < 0 || mostMissing > 100) {
                throw new CommandFailed("--most-missing: a number from 0 to 100");
            }
            ImportOptions options = new ImportOptions(dryRun, resume, ended(), mostMissing);
            List<ImportFile> all =
                    files.stream().map(terminal::resolve).map(ImportFile::of).toList();
            ImportReport report;
            try (ProgressLine progress = new ProgressLine(terminal, "Importing")) {
                report =
                        store.imports()
                                .run(
                                        all,
                                        options,
                                        Actor.CONSOLE,
                                        (stage, done, total) ->
                                                progress.at(stage, done, Math.max(done, total)),
                                        this::told);
            }
            print(report);
            return report.good() ? 0 : 1;
        }

        private Set<Missing> ended() {
            Set<Missing> all = new LinkedHashSet<>();
            for (String word : missing) {
                try {
                    all.add(Missing.valueOf(word.strip().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw new CommandFailed("--missing: people, members, relations", e);
                }
            }
            return all;
        }

        private void told(ImportReport.Change change) {
            if (changes) {
                terminal.out()
                        .printf(
                                "%s %s: %s%n",
                                change.kind(), change.outcome().wire(), change.title());
            }
        }

        private void print(ImportReport report) {
            report.mistakes().forEach(m -> terminal.err().println(m));
            long untold = report.mistakeCount() - report.mistakes().size();
            if (untold > 0) {
                terminal.err().println("and " + untold + " more");
            }
            report.refused().ifPresent(why -> terminal.err().println("mailroom: " + why));
            boolean failed =
                    report.counts().values().stream()
                            .anyMatch(n -> n.getOrDefault(Outcome.FAILED, 0L) > 0);
            if (report.refused().isPresent() || (report.mistakeCount() > 0 && !failed)) {
                terminal.err().println("Nothing was changed");
            }
            if (report.resumedAt() > 0) {
                terminal.out()
                        .println("Went on behind " + report.resumedAt() + " entries taken before");
            }
            terminal.out()
                    .printf(
                            "%-10s %10s %10s %10s %10s %10s%n",
                            dryRun ? "would be" : "",
                            "created",
                            "updated",
                            "unchanged",
                            "left",
                            "failed");
            report.counts()
                    .forEach(
                            (kind, n) ->
                                    terminal.out()
                                            .printf(
                                                    "%-10s %10d %10d %10d %10d %10d%n",
                                                    kind,
                                                    n.get(Outcome.CREATED),
                                                    n.get(Outcome.UPDATED),
                                                    n.get(Outcome.UNCHANGED),
                                                    n.get(Outcome.LEFT),
                                                    n.get(Outcome.FAILED)));
            terminal.out().printf("in %.1f s%n", report.took().toMillis() / 1_000.0);
        }
    }
}
