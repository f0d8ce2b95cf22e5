package org.mailroom.webmail;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.http.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The HTTP side: landing page, health, metrics, and the API once it is there. Every request runs on
 * a virtual thread.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** Nothing but our own style sheet; no script, no frame, no form. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private static final List<HandlerType> METHODS =
            List.of(
                    HandlerType.GET,
                    HandlerType.HEAD,
                    HandlerType.POST,
                    HandlerType.PUT,
                    HandlerType.PATCH,
                    HandlerType.DELETE,
                    HandlerType.OPTIONS);

    private volatile @Nullable LandingPage landing;
    private volatile @Nullable Router router;
    private final Health health;
    private final Metrics metrics;
    private final Javalin javalin;
    private volatile boolean closed;

    private WebServer(InetSocketAddress address, Health health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
        this.javalin = Javalin.create(config -> configure(config, address));
    }

    /** Listens at {@code address}; port 0 takes a free one, which {@link #port()} then names. */
    public static WebServer start(InetSocketAddress address, Health health, Metrics metrics) {
        WebServer server = new WebServer(address, health, metrics);
        server.javalin.start();
        return server;
    }

    /** From now on {@code /} shows this page; before, there is nothing to connect to. */
    public void show(LandingPage page) {
        landing = page;
    }

    /** From now on requests that nothing else here answers are this router's. */
    public void serve(Router routes) {
        router = routes;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            javalin.stop();
        }
    }

    private void configure(JavalinConfig config, InetSocketAddress address) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // Routes with bodies bound them themselves, each as it needs.
        config.http.maxRequestSize = 64 * 1024;
        config.jetty.host = address.getAddress().getHostAddress();
        config.jetty.port = address.getPort();
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    http.setIdleTimeout(30_000);
                });
        config.routes.before(WebServer::securityHeaders);
        config.routes.get("/", this::landingPage);
        config.routes.get("/style.css", WebServer::styleSheet);
        config.routes.get(
                "/health/live",
                ctx -> ctx.contentType("application/json").result("{\"status\":\"live\"}"));
        config.routes.get("/health/ready", this::ready);
        config.routes.get("/metrics", this::metrics);
        for (HandlerType method : METHODS) {
            config.routes.addEndpoint(new Endpoint(method, "/*", this::route));
        }
        config.routes.exception(HttpResponseException.class, WebServer::refused);
        config.routes.exception(Exception.class, WebServer::broken);
    }

    private static void securityHeaders(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
    }

    private void landingPage(Context ctx) {
        LandingPage page = landing;
        if (page == null) {
            Problem.write(ctx, 503, "Not ready", "starting");
        } else {
            ctx.html(page.html());
        }
    }

    private static void styleSheet(Context ctx) {
        ctx.header("Cache-Control", "max-age=3600");
        ctx.contentType("text/css").result(LandingPage.css());
    }

    private void ready(Context ctx) {
        health.notReady()
                .ifPresentOrElse(
                        reason -> Problem.write(ctx, 503, "Not ready", reason),
                        () -> ctx.contentType("application/json").result("{\"status\":\"ready\"}"));
    }

    private void metrics(Context ctx) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    /** Last of all, so that what stands above goes before. */
    private void route(Context ctx) {
        Router present = router;
        if (present == null && ctx.path().startsWith("/api/")) {
            Problem.write(ctx, 503, "Not ready", "starting");
        } else if (present == null || !present.serve(ctx)) {
            Problem.write(ctx, 404, "Not found", null);
        }
    }

    private static void refused(HttpResponseException e, Context ctx) {
        String title = e.getStatus() == 404 ? "Not found" : "Refused";
        Problem.write(ctx, e.getStatus(), title, null);
    }

    private static void broken(Exception e, Context ctx) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
        Problem.write(ctx, 500, "Server error", null);
    }
}
