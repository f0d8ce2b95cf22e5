package org.mailroom.server.command;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.people.Person;
import org.mailroom.server.config.Settings;
import org.mailroom.server.config.SettingsReader;
import org.mailroom.server.console.ConsoleServer;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.demo.Demo;
import org.mailroom.server.demo.DemoOrganisation;
import org.mailroom.server.log.Logging;
import org.mailroom.server.wiring.OpenStore;
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

    private static final String PLAIN_DEMO = "plain";
    private static final int MOST_SHOWN = 20;

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--demo",
            arity = "0..1",
            fallbackValue = PLAIN_DEMO,
            paramLabel = "POLICY",
            description =
                    "Makes the organisation demo.test with some people and mail in a new data"
                            + " directory. For trying out: the passwords are known to everybody."
                            + " With the name of a policy (sisterhood, classroom, healing-space,"
                            + " care-collective, mentoring): the organisation that goes with it.")
    private @Nullable String demo;

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
        String shown = demo;
        if (shown != null) {
            settings = settings.forDemo();
            settings = shown.equals(PLAIN_DEMO) ? settings : settings.withRules(known(shown));
        }
        Logging.configure(settings.log());
        Path file = options.file(terminal.directory());
        LOG.info("Settings: {}", file == null ? "defaults" : file);
        SettingsReader.unknownVariables(System.getenv())
                .forEach(name -> LOG.warn("Environment {} names no setting; ignored", name));
        Wiring server = Wiring.start(settings);
        if (shown != null && server.store().isEmpty()) {
            fill(server.store(), shown);
        }
        ConsoleServer console = console(settings, server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console), "shutdown"));
        announce(server);
        Thread.currentThread().join();
        return 0;
    }

    private static String known(String organisation) {
        if (!DemoOrganisation.NAMES.contains(organisation)) {
            throw new CommandFailed(
                    "there is no demo "
                            + organisation
                            + "; there are "
                            + String.join(", ", DemoOrganisation.NAMES));
        }
        return organisation;
    }

    private static void fill(OpenStore store, String organisation) throws IOException {
        if (organisation.equals(PLAIN_DEMO)) {
            Demo.fill(store);
        } else {
            DemoOrganisation.fill(store, organisation);
        }
    }

    private static ConsoleServer console(Settings settings, Wiring server) throws IOException {
        Stores stores = new ServingStores(server.store());
        return ConsoleServer.start(
                MailroomCommand.socket(settings),
                (arguments, remote) ->
                        MailroomCommand.run(arguments.toArray(String[]::new), remote, stores));
    }

    private static String roles(Person person) {
        return person.roles().isEmpty()
                ? ""
                : "  (" + String.join(", ", person.roles().stream().sorted().toList()) + ")";
    }

    private void announce(Wiring server) {
        PrintWriter out = terminal.out();
        server.services().forEach(line -> out.println("  " + line));
        if (demo != null) {
            out.println();
            out.println("  DEMO: everybody knows these passwords. Never put real mail in here.");
            server.store().organisation().people().list(MOST_SHOWN).stream()
                    .filter(person -> person.kind() == Account.Kind.PERSON)
                    .forEach(
                            person ->
                                    out.printf(
                                            "  %-24s password: %s%s%n",
                                            person.address(), Demo.PASSWORD, roles(person)));
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
