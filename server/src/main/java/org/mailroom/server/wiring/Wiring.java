package org.mailroom.server.wiring;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.ImapServer;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.DeliverySettings;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.send.Schedule;
import org.mailroom.server.config.Endpoint;
import org.mailroom.server.config.Listen;
import org.mailroom.server.config.Settings;
import org.mailroom.smtp.SmtpRole;
import org.mailroom.smtp.SmtpServer;
import org.mailroom.smtp.SmtpServices;
import org.mailroom.smtp.pipeline.Pipeline;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.ConnectionHandler;
import org.mailroom.transport.net.Listener;
import org.mailroom.transport.net.ListenerSettings;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.net.Transport;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;
import org.mailroom.transport.tls.ServerTls;
import org.mailroom.webmail.LandingPage;
import org.mailroom.webmail.Metrics;
import org.mailroom.webmail.WebServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A running server. Starting: store, TLS, listeners; HTTP starts beside them, since it needs none
 * of them to say "not ready". Stopping: the same backwards.
 */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** Hashed under the master key: from it unknown users get a salt that stays the same. */
    private static final byte[] UNKNOWN_USERS =
            "salts of unknown users".getBytes(StandardCharsets.UTF_8);

    private final Settings settings;
    private final Metrics metrics = new Metrics();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<LandingPage.Service> services = new ArrayList<>();
    private volatile Optional<String> notReady = Optional.of("starting");
    private @Nullable OpenStore store;
    private @Nullable Transport transport;
    private @Nullable Delivery delivery;
    private @Nullable Schedule schedule;
    private @Nullable Pipeline pipeline;
    private @Nullable WebServer web;

    private Wiring(Settings settings) {
        this.settings = settings;
    }

    /** Starts everything, or nothing: what had started is stopped when something fails. */
    public static Wiring start(Settings settings) throws IOException {
        Wiring wiring = new Wiring(settings);
        try {
            wiring.open();
        } catch (IOException | RuntimeException e) {
            wiring.close();
            throw e;
        }
        return wiring;
    }

    private void open() throws IOException {
        CompletableFuture<Optional<WebServer>> http = CompletableFuture.supplyAsync(this::openWeb);
        try {
            store = OpenStore.open(settings);
            transport = new Transport(settings.connections(), Optional.of(tls()));
            openMail(store, transport);
        } finally {
            web = await(http).orElse(null);
        }
        if (web != null && delivery != null) {
            web.show(landingPage());
            web.serve(HttpApi.router(store, delivery, InstantSource.system()));
        }
        notReady = Optional.empty();
    }

    private ServerTls tls() throws IOException {
        try {
            return ServerTls.open(settings.tls().in(settings.data()));
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate: " + e.getMessage(), e);
        }
    }

    private void openMail(OpenStore store, Transport transport) throws IOException {
        InstantSource clock = InstantSource.system();
        MailStore mail = store.store();
        Directory directory = store.directory();
        Logins logins = store.login().logins();
        Sasl sasl = new Sasl(logins, store.keys().hash(HashKind.ADDRESS, UNKNOWN_USERS));
        UserLimits users = new UserLimits(settings.connections());
        Policy policy = store.policy();
        String host = settings.smtp().hostName();
        delivery =
                new Delivery(
                        mail,
                        directory,
                        store.organisation().groups(),
                        policy,
                        new DeliverySettings(host),
                        clock);
        delivery.start();
        schedule = new Schedule(mail, directory, policy, delivery, clock);
        mail.sendBy(schedule);
        schedule.start();

        pipeline =
                new Pipeline(settings.smtp().pipeline(), mail, directory, policy, delivery, host);
        SmtpServices services =
                new SmtpServices(mail, directory, policy, delivery, sasl, users, clock);
        SmtpServer smtp = new SmtpServer(SmtpRole.SMTP, settings.smtp(), services, pipeline);
        SmtpServer people =
                new SmtpServer(SmtpRole.SUBMISSION, settings.smtp(), services, pipeline);
        SmtpServer lmtp = new SmtpServer(SmtpRole.LMTP, settings.smtp(), services, pipeline);

        ImapServer imap = new ImapServer(mail, logins, sasl, users, settings.imap());

        Listen on = settings.listen();
        listen(transport, "imaps", on.imaps(), Security.TLS, "IMAP", imap);
        listen(transport, "imap", on.imap(), Security.STARTTLS, "IMAP", imap);
        listen(transport, "submissions", on.submissions(), Security.TLS, "Submission", people);
        listen(transport, "submission", on.submission(), Security.STARTTLS, "Submission", people);
        listen(transport, "smtp", on.smtp(), Security.STARTTLS, "SMTP", smtp);
        listen(transport, "lmtp", on.lmtp(), Security.STARTTLS, "LMTP", lmtp);
    }

    private void listen(
            Transport transport,
            String name,
            Endpoint where,
            Security security,
            String service,
            ConnectionHandler handler)
            throws IOException {
        if (where.isOff()) {
            return;
        }
        Listener listener =
                transport.listen(
                        new ListenerSettings(
                                name,
                                where.host(),
                                where.port(),
                                security,
                                settings.listen().proxyNetworks()),
                        handler);
        listeners.add(listener);
        services.add(
                new LandingPage.Service(
                        service, where.host(), listener.port(), securityText(security)));
        metrics.gauge(
                "mailroom.connections",
                "Connections being served.",
                listener::connections,
                "listener",
                name);
    }

    private static String securityText(Security security) {
        return switch (security) {
            case PLAIN -> "none";
            case STARTTLS -> "STARTTLS";
            case TLS -> "TLS";
        };
    }

    private Optional<WebServer> openWeb() {
        Endpoint where = settings.listen().http();
        return where.isOff()
                ? Optional.empty()
                : Optional.of(WebServer.start(where.socketAddress(), () -> notReady, metrics));
    }

    private static Optional<WebServer> await(CompletableFuture<Optional<WebServer>> http)
            throws IOException {
        try {
            return http.join();
        } catch (CompletionException e) {
            throw new IOException("HTTP: " + reason(e), e);
        }
    }

    /** The innermost message: "Address already in use" rather than what was made of it. */
    private static String reason(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : reason(e.getCause());
    }

    private LandingPage landingPage() {
        return new LandingPage(
                new LandingPage.Connections(
                        settings.directory().domains().getFirst(),
                        services,
                        Certificates.fingerprint(settings.tls().in(settings.data()).certificate()),
                        ""));
    }

    /** The store of this server; commands work on it. */
    public OpenStore store() {
        OpenStore open = store;
        if (open == null) {
            throw new IllegalStateException("not started");
        }
        return open;
    }

    /** The port HTTP is served on; 0 when it is off. */
    public int httpPort() {
        return web == null ? 0 : web.port();
    }

    /** The port of a service by its listener's name; 0 when it is off. */
    public int port(String name) {
        return listeners.stream()
                .filter(l -> l.name().equals(name))
                .mapToInt(Listener::port)
                .findFirst()
                .orElse(0);
    }

    /** What is served where, one line each. */
    public List<String> services() {
        List<String> lines = new ArrayList<>();
        if (web != null) {
            lines.add(
                    "HTTP        http://"
                            + settings.listen().http().host()
                            + ":"
                            + httpPort()
                            + "/");
        }
        for (LandingPage.Service s : services) {
            lines.add("%-11s %s:%d  %s".formatted(s.service(), s.host(), s.port(), s.security()));
        }
        return lines;
    }

    /** Lets commands under way finish, says BYE and 421, and closes the store last. */
    @Override
    public void close() {
        notReady = Optional.of("stopping");
        if (transport != null) {
            int cut = transport.drain(settings.connections().drainTimeout());
            if (cut > 0) {
                LOG.warn("{} connections had to be cut off", cut);
            }
            transport.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
        if (web != null) {
            web.close();
        }
        if (schedule != null) {
            schedule.close();
        }
        if (delivery != null) {
            delivery.close();
        }
        if (store != null) {
            store.close();
        }
        LOG.info("Stopped");
    }
}
