package org.mailroom.server.wiring;

import org.mailroom.server.config.Settings;
import org.mailroom.webmail.LandingPage;
import org.mailroom.webmail.Metrics;
import org.mailroom.webmail.WebServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A running server: what is started, in which order, and what is stopped. */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Settings settings;
    private final AtomicReference<Optional<String>> notReady =
            new AtomicReference<>(Optional.of("starting"));
    private final Metrics metrics = new Metrics();
    private Optional<WebServer> web = Optional.empty();

    private Wiring(Settings settings) {
        this.settings = settings;
    }

    /** Starts everything, or nothing: what had started is stopped when something fails. */
    public static Wiring start(Settings settings) {
        Wiring wiring = new Wiring(settings);
        try {
            wiring.open();
        } catch (RuntimeException | Error e) {
            wiring.close();
            throw e;
        }
        return wiring;
    }

    private void open() {
        CompletableFuture<Optional<WebServer>> http = CompletableFuture.supplyAsync(this::openWeb);
        web = http.join();
        notReady.set(Optional.empty());
    }

    private Optional<WebServer> openWeb() {
        if (settings.listen().http().isOff()) {
            return Optional.empty();
        }
        LandingPage landing =
                new LandingPage(new LandingPage.Connections("demo.test", List.of(), "", ""));
        return Optional.of(
                WebServer.start(
                        settings.listen().http().socketAddress(), landing, notReady::get, metrics));
    }

    /** What to tell whoever started the server. */
    public String ready() {
        List<String> lines = new ArrayList<>();
        web.ifPresent(w -> lines.add("Mailroom is ready: http://127.0.0.1:" + w.port() + "/"));
        return String.join("\n", lines);
    }

    public int httpPort() {
        return web.map(WebServer::port).orElse(0);
    }

    @Override
    public void close() {
        notReady.set(Optional.of("stopping"));
        web.ifPresent(WebServer::close);
        LOG.info("Stopped");
    }
}
