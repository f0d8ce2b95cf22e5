package org.mailroom.server.command;

import org.mailroom.server.config.Settings;
import org.mailroom.server.config.SettingsReader;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.log.Logging;
import org.mailroom.server.wiring.Wiring;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * {@code serve}: runs until SIGTERM or Ctrl-C, then finishes what is under way and exits with 0.
 */
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {
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
        Logging.configure(settings.log());
        Path file = options.file(terminal.directory());
        var log = LoggerFactory.getLogger(ServeCommand.class);
        log.info("Settings: {}", file == null ? "defaults" : file);
        SettingsReader.unknownVariables(System.getenv())
                .forEach(name -> log.warn("Environment {} names no setting; ignored", name));
        Wiring server = Wiring.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "shutdown"));
        PrintWriter out = terminal.out();
        out.println(server.ready());
        Thread.currentThread().join();
        return 0;
    }

    /** A stop that was asked for is a success: exit code 0 rather than the signal's 143. */
    private static void stop(Wiring server) {
        server.close();
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
