package org.mailroom.server.command;

import org.mailroom.server.config.Settings;
import org.mailroom.server.config.SettingsReader;
import org.mailroom.server.console.ConsoleServer;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.demo.Demo;
import org.mailroom.server.log.Logging;
import org.mailroom.server.wiring.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * {@code serve}: runs until SIGTERM or Ctrl-C, then finishes what is under way and exits with 0.
 */
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--demo",
            description =
                    "Makes the organisation demo.test with some people and mail in a new data"
                            + " directory. For trying out: the passwords are known to everybody.")
    private boolean demo;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Adds N to every port, so that several servers fit on one machine.")
    private int portOffset;

    private final Terminal terminal;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read(terminal.directory());
        settings = settings.withListen(settings.listen().shifted(portOffset));
        settings = demo ? settings.forDemo() : settings;
        Logging.configure(settings.log());
        Path file = options.file(terminal.directory());
        LOG.info("Settings: {}", file == null ? "defaults" : file);
        SettingsReader.unknownVariables(System.getenv())
                .forEach(name -> LOG.warn("Environment {} names no setting; ignored", name));
        Wiring server = Wiring.start(settings);
        if (demo && server.store().isEmpty()) {
            Demo.fill(server.store());
        }
        ConsoleServer console = console(settings, server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console), "shutdown"));
        announce(settings, server);
        Thread.currentThread().join();
        return 0;
    }

    private static ConsoleServer console(Settings settings, Wiring server) throws IOException {
        Stores stores = new ServingStores(server.store());
        return ConsoleServer.start(
                MailroomCommand.socket(settings),
                (arguments, remote) ->
                        MailroomCommand.run(arguments.toArray(String[]::new), remote, stores));
    }

    private void announce(Settings settings, Wiring server) {
        PrintWriter out = terminal.out();
        server.services().forEach(line -> out.println("  " + line));
        if (demo) {
            out.println();
            out.println("  DEMO: everybody knows these passwords. Never put real mail in here.");
            Demo.PEOPLE.forEach(
                    person ->
                            out.printf(
                                    "  %-24s password: %s%n",
                                    person.address(settings.directory().domains().getFirst()),
                                    Demo.PASSWORD));
            out.println();
        }
        LOG.info("Mailroom is ready");
        out.flush();
    }

    /** A stop that was asked for is a success: exit code 0 rather than the signal's 143. */
    private static void stop(Wiring server, ConsoleServer console) {
        try (server;
                console) {
            LOG.info("Stopping");
        } catch (IOException e) {
            LOG.warn("The console socket was not closed", e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
