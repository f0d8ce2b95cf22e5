package org.mailroom.server.command;

import org.mailroom.mailstore.backup.Restore;
import org.mailroom.mailstore.check.Verified;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.server.config.Settings;
import org.mailroom.server.console.ConsoleClient;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code restore}: a backup becomes a data directory, and is verified. */
@Command(
        name = "restore",
        description =
                "Fills an empty data directory (and PostgreSQL database) from a backup, and"
                        + " verifies it. Needs the master key of the server that was backed up.")
final class RestoreCommand implements Callable<Integer> {
    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path path = Path.of(".");

    @Option(names = "--check", description = "Only checks that the backup's files are whole.")
    private boolean check;

    private final Terminal terminal;

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Path from = terminal.resolve(path);
        try (ProgressLine progress = new ProgressLine(terminal, "Restoring")) {
            if (check) {
                Restore.check(from, progress::at);
                terminal.out().println("The backup is whole");
                return 0;
            }
            Settings settings = LocalStores.settings(options, terminal.directory());
            refuseWhileServing(settings);
            Verified found;
            try (MasterKeys keys = keys(settings)) {
                found =
                        new Restore(
                                        settings.store(),
                                        keys,
                                        finding -> terminal.out().println(finding),
                                        progress::at)
                                .from(from, settings.data());
            }
            return VerifyCommand.report(terminal, found);
        } catch (IOException e) {
            throw new CommandFailed("restore: " + e.getMessage(), e);
        }
    }

    private static void refuseWhileServing(Settings settings) throws IOException {
        Optional<ConsoleClient> server = ConsoleClient.connect(MailroomCommand.socket(settings));
        if (server.isPresent()) {
            server.get().close();
            throw new CommandFailed("a server has " + settings.data() + " open; stop it first");
        }
    }

    /** The keystore must be there: a new key would open nothing of the backup. */
    private static MasterKeys keys(Settings settings) throws IOException {
        Path file = settings.keys().fileFor(settings.data());
        if (settings.keys().secrets().isEmpty() && !Files.exists(file)) {
            throw new CommandFailed(
                    "put the keystore and its password of the server that was backed up here"
                            + " first: "
                            + file
                            + " (or name them with --set keys.file=…)");
        }
        return OpenStore.keys(settings, false);
    }
}
