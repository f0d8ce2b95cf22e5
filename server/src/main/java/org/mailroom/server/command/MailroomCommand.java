package org.mailroom.server.command;

import org.mailroom.server.config.ConfigError;
import org.mailroom.server.console.Terminal;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;

/** The root of the command line. */
@Command(
        name = "mailroom",
        description = "Mail for the people of one platform.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {ServeCommand.class, ConfigCommand.class, WarmUpCommand.class})
public final class MailroomCommand {

    private MailroomCommand() {}

    /** Runs one command line; gives 0 when done, 1 when it failed, 2 when it was used wrongly. */
    public static int run(String[] arguments, Terminal terminal) {
        CommandLine line = new CommandLine(new MailroomCommand(), new Commands(terminal));
        line.setOut(terminal.out()).setErr(terminal.err());
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal.err()));
        return arguments.length == 0 ? usage(line) : line.execute(arguments);
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, PrintWriter err) {
        switch (e) {
            case ConfigError config -> config.problems().forEach(err::println);
            case CommandFailed known -> err.println("mailroom: " + known.getMessage());
            default -> {
                err.println("mailroom: " + e);
                e.printStackTrace(err);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
