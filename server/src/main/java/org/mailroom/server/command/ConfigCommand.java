package org.mailroom.server.command;

import org.mailroom.server.console.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code config check}: reads the settings as {@code serve} would, and says what is wrong. */
@Command(
        name = "config",
        description = "Looks at settings.",
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand {

    @Command(name = "check", description = "Says whether the server would start with these.")
    static final class Check implements Callable<Integer> {
        @Mixin private final SettingsOptions options = new SettingsOptions();
        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            Path file = options.file(terminal.directory());
            options.read(terminal.directory());
            terminal.out().println((file == null ? "defaults" : file) + ": fine");
            return 0;
        }
    }
}
