package org.mailroom.server.command;

import org.mailroom.server.config.Listen;
import org.mailroom.server.config.Settings;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.log.Logging;
import org.mailroom.server.wiring.Wiring;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;

/**
 * Starts a server on free ports, uses it a little and stops it, so that the JVM can write down
 * which classes a start needs.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Mixin private final SettingsOptions options = new SettingsOptions();
    private final Terminal terminal;

    WarmUpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings =
                options.read(terminal.directory()).withListen(Listen.FREE_PORTS).forDemo();
        Logging.configure(settings.log());
        try (Wiring server = Wiring.start(settings);
                HttpClient client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + server.httpPort() + "/");
            client.send(
                    HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
        }
        return 0;
    }
}
