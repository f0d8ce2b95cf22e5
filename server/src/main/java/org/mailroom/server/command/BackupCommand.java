package org.mailroom.server.command;

import org.mailroom.mailstore.backup.Backup;
import org.mailroom.mailstore.backup.Saved;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** {@code backup}: a consistent copy of everything, also while the server serves. */
@Command(
        name = "backup",
        description =
                "Copies the store, as it is at one moment, to a directory that is new, empty or"
                        + " holds an earlier backup, to which it adds what is new.")
final class BackupCommand extends StoreCommand {
    @Parameters(paramLabel = "DIR", description = "Where to.")
    private Path path = Path.of(".");

    BackupCommand(Terminal terminal, Stores stores) {
        super(terminal, stores);
    }

    @Override
    int run(OpenStore store) throws Exception {
        Path to = terminal.resolve(path);
        try (ProgressLine progress = new ProgressLine(terminal, "Backing up")) {
            Saved saved = new Backup(store.store(), progress::at).to(to);
            terminal.out()
                    .printf(
                            "%d rows, %d segments, %d bytes, of which %d were copied now%n",
                            saved.rows(),
                            saved.segments(),
                            saved.totalBytes(),
                            saved.copiedBytes());
            terminal.out()
                    .println(
                            "The master key is not in the backup, which cannot be read without it:"
                                    + " keep a copy elsewhere");
            return 0;
        } catch (IOException e) {
            throw new CommandFailed("backup: " + e.getMessage(), e);
        }
    }
}
