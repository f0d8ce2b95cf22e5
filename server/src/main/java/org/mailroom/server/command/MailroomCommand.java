package org.mailroom.server.command;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.server.config.ConfigError;
import org.mailroom.server.config.Settings;
import org.mailroom.server.console.ConsoleClient;
import org.mailroom.server.console.Terminal;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The root of the command line. */
@Command(
        name = "mailroom",
        description = "Mail for the people of one platform.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            ServeCommand.class,
            UserCommand.class,
            PersonCommand.class,
            GroupCommand.class,
            RelationCommand.class,
            TokenCommand.class,
            ProvisionCommand.class,
            MailboxCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            KeysCommand.class,
            PolicyCommand.class,
            AuditCommand.class,
            ConfigCommand.class,
            WarmUpCommand.class
        })
public final class MailroomCommand {

    private MailroomCommand() {}

    /**
     * Runs one command line; gives 0 when done, 1 when it failed, 2 when it was used wrongly. A
     * command on a data directory that a server has open is run by that server.
     */
    public static int run(String[] arguments, Terminal terminal) {
        return run(arguments, terminal, new LocalStores(terminal.directory()));
    }

    static int run(String[] arguments, Terminal terminal, Stores stores) {
        CommandLine line = new CommandLine(new MailroomCommand(), new Commands(terminal, stores));
        line.setOut(terminal.out()).setErr(terminal.err());
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal.err()));
        if (arguments.length == 0) {
            line.usage(line.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        CommandLine.RunLast here = new CommandLine.RunLast();
        line.setExecutionStrategy(
                parsed -> {
                    Object command = last(parsed).commandSpec().userObject();
                    if (!stores.serving() && command instanceof StoreCommand needsStore) {
                        Optional<Integer> exit = elsewhere(needsStore, arguments, terminal);
                        if (exit.isPresent()) {
                            return exit.get();
                        }
                    }
                    return here.execute(parsed);
                });
        try {
            return line.execute(arguments);
        } catch (Error e) {
            // Let through, it would leave the threads of a half-open store running for ever.
            e.printStackTrace(terminal.err());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static CommandLine.ParseResult last(CommandLine.ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    /** The exit code of the server that ran the command, if there is one. */
    private static Optional<Integer> elsewhere(
            StoreCommand command, String[] arguments, Terminal terminal) {
        try {
            Settings settings = command.options().read(terminal.directory());
            Optional<ConsoleClient> server = ConsoleClient.connect(socket(settings));
            if (server.isEmpty()) {
                return Optional.empty();
            }
            try (ConsoleClient client = server.get()) {
                return Optional.of(client.run(List.of(arguments), terminal));
            }
        } catch (ConfigError | IOException e) {
            return Optional.of(failed(e, terminal.err()));
        }
    }

    /** Where a server that has the data directory open takes commands. */
    static Path socket(Settings settings) {
        return settings.data().toAbsolutePath().normalize().resolve("console.sock");
    }

    private static int failed(Exception e, PrintWriter err) {
        switch (e) {
            case ConfigError config -> config.problems().forEach(err::println);
            case CommandFailed known -> err.println("mailroom: " + known.getMessage());
            case Refused refused -> err.println("mailroom: " + refused.getMessage());
            case IOException io -> err.println("mailroom: " + describe(io));
            default -> {
                err.println("mailroom: " + e);
                e.printStackTrace(err);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** File system exceptions say only a name; their class says what is wrong with it. */
    private static String describe(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException gone -> gone.getFile() + ": no such file";
            case java.nio.file.AccessDeniedException no -> no.getFile() + ": permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
