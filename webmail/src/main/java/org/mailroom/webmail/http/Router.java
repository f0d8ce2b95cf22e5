package org.mailroom.webmail.http;

import static java.util.stream.Collectors.joining;

import io.javalin.http.Context;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.ApiTokens;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.RouteTree.Found;
import org.mailroom.webmail.http.RouteTree.Placed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * From a request to an answer: find the route, see who calls, judge whether they may, let it act,
 * and put whatever no comes of it into words. Each step can only refuse; there is one way to an
 * action, and it leads past every check. Thread-safe.
 */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final RouteTree tree = new RouteTree();
    private final List<Surface> surfaces;
    private final Identification identification;

    public Router(ApiTokens tokens, Sessions sessions, List<Surface> surfaces) {
        this.surfaces = List.copyOf(surfaces);
        this.identification = new Identification(tokens, sessions);
        surfaces.forEach(tree::add);
    }

    /** Every route there is. */
    public List<Route> routes() {
        return surfaces.stream().flatMap(s -> s.routes().stream()).toList();
    }

    /** Answers a request; false if no route has its path. */
    public boolean serve(Context context) {
        Optional<Found> found;
        try {
            found = tree.find(context.req().getRequestURI());
        } catch (ProblemException no) {
            write(context, no.problem().answer());
            return true;
        }
        found.ifPresent(f -> serve(context, f));
        return found.isPresent();
    }

    private void serve(Context context, Found found) {
        String name = context.method().name();
        Optional<Placed> placed =
                Arrays.stream(Method.values())
                        .filter(m -> m.name().equals(name.equals("HEAD") ? "GET" : name))
                        .findFirst()
                        .map(found.methods()::get);
        if (placed.isEmpty()) {
            String allow =
                    found.methods().keySet().stream().map(Method::name).collect(joining(", "));
            Surface any = found.methods().values().iterator().next().surface();
            Problem no = Problem.of(405, "method-not-allowed", "This path has other methods");
            write(context, any.style().of(no).with("Allow", allow));
            return;
        }
        write(context, answer(context, found, placed.get()));
    }

    private Answer answer(Context context, Found found, Placed placed) {
        Route route = placed.route();
        Surface surface = placed.surface();
        try {
            Optional<Principal> principal = identification.of(context);
            Optional<Answer> no = barred(context, route, surface, principal);
            if (no.isPresent()) {
                return no.get();
            }
            knownQueries(context, route);
            return route.action()
                    .on(new Call(context, route, surface, found.parameters(route), principal));
        } catch (ProblemException no) {
            return surface.style().of(no.problem());
        } catch (Refused no) {
            if (no.reason() == Refused.Reason.CORRUPT) {
                LOG.error("{} {} met damaged data", route.method(), route.path(), no);
            }
            return surface.style().of(Refusals.problem(no));
        } catch (RuntimeException e) {
            // The template, not the path: that may hold an address.
            LOG.error("{} {} failed", route.method(), route.path(), e);
            return surface.style().of(Problem.of(500, "server-error", "Server error"));
        }
    }

    private static Optional<Answer> barred(
            Context context, Route route, Surface surface, Optional<Principal> principal) {
        Optional<Answer> no =
                switch (route.access()) {
                    case Access.Open open -> Optional.empty();
                    case Access.Scoped scoped -> outside(context, surface, principal, scoped);
                };
        if (no.isPresent()) {
            return no;
        }
        return Identification.forged(context, route.method(), principal)
                ? Optional.of(
                        surface.style()
                                .of(
                                        Problem.of(403, "csrf", "Not from our own pages")
                                                .detail(
                                                        "Send the session's token in"
                                                                + " X-CSRF-Token")))
                : Optional.empty();
    }

    private static Optional<Answer> outside(
            Context context, Surface surface, Optional<Principal> principal, Access.Scoped scoped) {
        if (principal.isEmpty()) {
            return Optional.of(unauthenticated(context, surface));
        }
        return scoped.anyOf().stream().noneMatch(principal.get()::may)
                ? Optional.of(outOfScope(surface, scoped))
                : Optional.empty();
    }

    /** RFC 6750 §3. */
    private static Answer unauthenticated(Context context, Surface surface) {
        String error = context.header("Authorization") == null ? "" : ", error=\"invalid_token\"";
        return surface.style()
                .of(Problem.of(401, "unauthenticated", "Say who you are"))
                .with("WWW-Authenticate", "Bearer realm=\"mailroom\"" + error);
    }

    private static Answer outOfScope(Surface surface, Access.Scoped scoped) {
        String needed = scoped.anyOf().stream().map(Scope::wire).sorted().collect(joining(" "));
        return surface.style()
                .of(
                        Problem.of(403, "insufficient-scope", "This is not yours to do")
                                .detail("Needs the scope " + needed.replace(" ", " or ")))
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"mailroom\", error=\"insufficient_scope\", scope=\""
                                + needed
                                + "\"");
    }

    private static void knownQueries(Context context, Route route) {
        if (route.takesAnyQuery()) {
            return;
        }
        var unknown = new TreeSet<>(context.queryParamMap().keySet());
        unknown.removeAll(route.queries());
        if (!unknown.isEmpty()) {
            throw Call.wrong("A query parameter", "is not known here");
        }
    }

    private static void write(Context context, Answer answer) {
        context.status(answer.status());
        for (Answer.Field field : answer.fields()) {
            context.res().addHeader(field.name(), field.value());
        }
        if (!answer.type().isEmpty()) {
            context.contentType(answer.type());
        }
        Answer.Stream stream = answer.stream();
        if (stream != null) {
            send(context, stream);
        } else if (!context.method().name().equals("HEAD")) {
            context.result(answer.body());
        }
    }

    /** As it is read; when it leaves early, that is nobody's fault. */
    @SuppressWarnings("try") // the holder is only there to be closed
    private static void send(Context context, Answer.Stream stream) {
        try (AutoCloseable holder = stream.holder();
                InputStream octets = stream.octets()) {
            if (!context.method().name().equals("HEAD")) {
                octets.transferTo(context.res().getOutputStream());
            }
        } catch (IOException e) {
            LOG.debug("The client left", e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot be read to its end", e);
        }
    }
}
