package org.mailroom.webmail.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.webmail.http.Problem.Fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request, read with limits. Lives as long as the action. */
public final class Call {
    private static final int MOST_QUERY = 1_000;
    private static final int MOST_REPEATED = 100;
    private static final int MOST_HEADER = 1_000;

    private final Context context;
    private final Route route;
    private final Surface surface;
    private final Map<String, String> parameters;
    private final Optional<Principal> principal;

    Call(
            Context context,
            Route route,
            Surface surface,
            Map<String, String> parameters,
            Optional<Principal> principal) {
        this.context = context;
        this.route = route;
        this.surface = surface;
        this.parameters = parameters;
        this.principal = principal;
    }

    /** Who calls. Only for routes that are not open. */
    public Principal principal() {
        return principal.orElseThrow(() -> new IllegalStateException("an open route"));
    }

    /** Who calls an open route, where they happen to be logged in. */
    public Optional<Principal> visitor() {
        return principal;
    }

    /** The caller as the audit log names them. */
    public Actor actor() {
        return Actor.of(principal().account());
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + route.path());
        }
        return value;
    }

    /** A number in the path; what is no number is not there. */
    public long number(String name) {
        try {
            return Long.parseLong(path(name));
        } catch (NumberFormatException e) {
            throw Problem.nothing(name).thrown();
        }
    }

    /** A query parameter; absent and empty are the same. */
    public Optional<String> query(String name) {
        List<String> all = queries(name);
        if (all.size() > 1) {
            throw wrong(name, "may stand once only");
        }
        return all.stream().findFirst();
    }

    /** Every value of a query parameter, in order, without empty ones. */
    public List<String> queries(String name) {
        if (!route.queries().contains(name)) {
            throw new IllegalStateException(name + " is not declared for " + route.path());
        }
        List<String> all = context.queryParams(name).stream().filter(v -> !v.isEmpty()).toList();
        if (all.size() > MOST_REPEATED) {
            throw wrong(name, "may stand at most " + MOST_REPEATED + " times");
        }
        if (all.stream().anyMatch(v -> v.length() > MOST_QUERY)) {
            throw wrong(name, "is longer than " + MOST_QUERY + " characters");
        }
        return all;
    }

    /** All query parameters of a route that takes any, as they came. */
    public Map<String, List<String>> allQueries() {
        if (!route.takesAnyQuery()) {
            throw new IllegalStateException(route.path() + " knows its parameters");
        }
        return context.queryParamMap();
    }

    /** A 400 about one parameter. */
    public static ProblemException wrong(String name, String why) {
        return Problem.badRequest(name + " " + why).fault(name, why).thrown();
    }

    public Optional<String> header(String name) {
        String value = context.header(name);
        if (value != null && value.length() > MOST_HEADER) {
            throw wrong(name, "is longer than " + MOST_HEADER + " characters");
        }
        return Optional.ofNullable(value);
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(context.cookie(name));
    }

    /** Where the request comes from: the peer of the connection. */
    public String ip() {
        return context.ip();
    }

    /** {@code https} or {@code http}, as this server was reached. */
    public String scheme() {
        return context.scheme();
    }

    /** The version that If-Match names; required. RFC 9110 §13.1.1, RFC 6585 §3. */
    public long ifMatch() {
        String value =
                header("If-Match")
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                        428,
                                                        "precondition-required",
                                                        "Say which version you have read")
                                                .detail("Send its ETag in If-Match")
                                                .thrown());
        String bare = value.strip();
        if (bare.startsWith("\"") && bare.endsWith("\"") && bare.length() > 2) {
            try {
                return Long.parseLong(bare.substring(1, bare.length() - 1));
            } catch (NumberFormatException e) {
                throw stale();
            }
        }
        throw stale();
    }

    /** 412: the version named is not the present one. */
    public static ProblemException stale() {
        return Problem.of(412, "changed-meanwhile", "Somebody else has changed this")
                .detail("Read it again, and send its present ETag in If-Match")
                .thrown();
    }

    /** The body as a record, checked by the surface first. */
    public <T> T body(Class<T> type) {
        return as(tree(), type);
    }

    /** The body as a patch to a value, and what comes of it. RFC 7396. */
    public <T> T patched(T before, Class<T> type) {
        return as(Json.merged(Json.treeOf(before), tree()), type);
    }

    /** A body that was read as a tree, as a record. */
    public static <T> T as(JsonNode tree, Class<T> type) {
        try {
            T value = Json.as(tree, type);
            if (value == null) {
                throw Problem.badRequest("The body is null").thrown();
            }
            return value;
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("The body is not as documented").thrown();
        }
    }

    /** The body as a tree, checked by the surface. */
    public JsonNode tree() {
        JsonNode tree;
        try {
            tree = Json.tree(bytes(surface.types()));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw Problem.badRequest(
                            "The body is no JSON"
                                    + (where == null
                                            ? ""
                                            : ": line "
                                                    + where.getLineNr()
                                                    + ", column "
                                                    + where.getColumnNr()))
                    .thrown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tree.isMissingNode()) {
            throw Problem.badRequest("The body is missing").thrown();
        }
        List<Fault> faults = surface.bodies().faults(route, tree);
        if (!faults.isEmpty()) {
            throw new Problem(
                            422,
                            "invalid",
                            "The body is not as documented",
                            faults.getFirst().at() + " " + faults.getFirst().why(),
                            0,
                            faults)
                    .thrown();
        }
        return tree;
    }

    /** The body, if it is of one of these media types and no longer than the route takes. */
    public byte[] bytes(Set<String> types) {
        if (!types.contains(mediaType(context.contentType()))) {
            throw Problem.of(415, "unsupported-media-type", "This media type is not read here")
                    .detail("Send " + String.join(" or ", types.stream().sorted().toList()))
                    .thrown();
        }
        long most = route.mostBody();
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes((int) most + 1);
            if (body.length > most) {
                throw tooLarge(most);
            }
            return body;
        } catch (IOException e) {
            throw Problem.badRequest("The body ended early").thrown();
        }
    }

    private static ProblemException tooLarge(long most) {
        return Problem.of(413, "too-large", "The body is too large")
                .detail("At most " + most + " octets")
                .thrown();
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        String bare = end < 0 ? contentType : contentType.substring(0, end);
        return bare.strip().toLowerCase(java.util.Locale.ROOT);
    }
}
