package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Action;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.ProblemException;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Surface;
import org.mailroom.webmail.scim.schema.Projection;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes of SCIM. Every one needs a token with the scope {@code scim}, those that only read
 * {@code scim} or {@code scim:read}; a browser's session has neither. RFC 7644 §3.
 */
public final class ScimSurface {
    /** Where SCIM is. */
    public static final String PATH = "/scim/v2";

    private static final String TYPE = "application/scim+json";
    private static final long MOST_BODY = 8 << 20;
    private static final Access READ = Access.scope(Scope.SCIM, Scope.SCIM_READ);
    private static final Access WRITE = Access.scope(Scope.SCIM);
    private static final String[] SHAPE = {"attributes", "excludedAttributes"};
    private static final String[] SEARCH = {
        "filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes"
    };

    private final ScimServices services;
    private final UserResources users;
    private final GroupResources groups;
    private final Discovery discovery;

    private ScimSurface(ScimServices services) {
        this.services = services;
        this.users = new UserResources(services);
        this.groups = new GroupResources(services);
        this.discovery = new Discovery(services.settings(), MOST_BODY);
    }

    public static Surface of(ScimServices services) {
        ScimSurface scim = new ScimSurface(services);
        return new Surface(
                scim.routes(),
                Set.of(TYPE, "application/json"),
                (route, body) -> List.of(),
                ScimSurface::error);
    }

    private static Answer error(Problem problem) {
        return answer(Refusals.of(problem));
    }

    private static Answer answer(ScimError e) {
        Answer answer = Answer.of(e.status(), TYPE, ScimJson.bytes(ScimJson.error(e)));
        return e.status() == 429 || e.status() == 503 ? answer.with("Retry-After", "5") : answer;
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(
                Route.get(
                        PATH + "/ServiceProviderConfig",
                        READ,
                        told(c -> ok(discovery.configuration(base(c))))));
        routes.add(
                Route.get(PATH + "/ResourceTypes", READ, told(c -> ok(discovery.types(base(c))))));
        routes.add(
                Route.get(
                        PATH + "/ResourceTypes/{name}",
                        READ,
                        told(c -> ok(discovery.type(c.path("name"), base(c))))));
        routes.add(Route.get(PATH + "/Schemas", READ, told(c -> ok(discovery.schemas(base(c))))));
        routes.add(
                Route.get(
                        PATH + "/Schemas/{id}",
                        READ,
                        told(c -> ok(discovery.schema(c.path("id"), base(c))))));
        routes.addAll(routes(users));
        routes.addAll(routes(groups));
        routes.add(Route.post(PATH + "/Bulk", WRITE, told(this::bulk)).body(MOST_BODY));
        routes.add(Route.get(PATH + "/Me", READ, told(ScimSurface::me)).query(SHAPE));
        return routes;
    }

    // RFC 7644 §3.11
    private static Answer me(Call call) {
        throw new ScimError(501, "A token is no User");
    }

    private List<Route> routes(Resources of) {
        String all = PATH + of.type().endpoint();
        String one = all + "/{id}";
        return List.of(
                Route.get(all, READ, told(c -> list(of, c))).query(SEARCH),
                Route.post(all, WRITE, told(c -> create(of, c))).query(SHAPE).body(MOST_BODY),
                Route.post(all + "/.search", READ, told(c -> search(of, c))),
                Route.get(one, READ, told(c -> read(of, c))).query(SHAPE),
                Route.put(one, WRITE, told(c -> replace(of, c))).query(SHAPE).body(MOST_BODY),
                Route.patch(one, WRITE, told(c -> patch(of, c))).query(SHAPE).body(MOST_BODY),
                Route.delete(one, WRITE, told(c -> delete(of, c))));
    }

    /** The action, with whatever it throws to say no in SCIM's words. */
    private static Action told(Action action) {
        return call -> {
            try {
                return action.on(call);
            } catch (ProblemException e) {
                return error(e.problem());
            } catch (RuntimeException e) {
                return answer(Refusals.of(e));
            }
        };
    }

    private static Answer ok(ObjectNode node) {
        return Answer.of(200, TYPE, ScimJson.bytes(node));
    }

    private static String base(Call call) {
        return call.scheme() + "://" + call.header("Host").orElse("localhost") + PATH;
    }

    private static Request request(Call call) {
        return new Request(call.actor(), base(call));
    }

    private static String query(Call call, String name) {
        // several attributes may come as several parameters
        return call.queries(name).stream().collect(Collectors.joining(","));
    }

    private static Projection projection(Resources of, Call call) {
        return new Projection(
                of.type(), query(call, "attributes"), query(call, "excludedAttributes"));
    }

    private Answer list(Resources of, Call call) {
        Query.Raw raw =
                new Query.Raw(
                        query(call, "filter"),
                        query(call, "sortBy"),
                        query(call, "sortOrder"),
                        query(call, "startIndex"),
                        query(call, "count"),
                        query(call, "attributes"),
                        query(call, "excludedAttributes"));
        return list(of, raw, call);
    }

    private Answer list(Resources of, Query.Raw raw, Call call) {
        Query query = Query.of(of.type(), raw, services.settings().pageSize());
        return ok(Searching.list(of, query, request(call)));
    }

    // RFC 7644 §3.4.3
    private Answer search(Resources of, Call call) {
        JsonNode body = call.tree();
        Query.Raw raw =
                new Query.Raw(
                        body.path("filter").asText(),
                        body.path("sortBy").asText(),
                        body.path("sortOrder").asText(),
                        body.path("startIndex").asText(),
                        body.path("count").asText(),
                        names(body.path("attributes")),
                        names(body.path("excludedAttributes")));
        return list(of, raw, call);
    }

    private static String names(JsonNode list) {
        return list.isArray()
                ? list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : list.asText();
    }

    private static AccountId id(Resources of, Call call) {
        return UserReader.id(call.path("id"))
                .orElseThrow(
                        () ->
                                new ScimError(
                                        404,
                                        "There is no " + of.type().name() + " " + call.path("id")));
    }

    private static Precondition ifMatch(Call call) {
        return new Precondition(call.header("If-Match"));
    }

    private static Answer shown(int status, Resources of, Shown shown, Call call) {
        ObjectNode node =
                call.queries("attributes").isEmpty() && call.queries("excludedAttributes").isEmpty()
                        ? shown.json()
                        : of.read(shown.id(), projection(of, call), request(call)).json();
        String location = shown.json().path("meta").path("location").asText();
        return Answer.of(status, TYPE, ScimJson.bytes(node))
                .with("ETag", shown.version())
                .with(status == 201 ? "Location" : "Content-Location", location);
    }

    private Answer read(Resources of, Call call) {
        Shown shown = of.read(id(of, call), projection(of, call), request(call));
        Optional<String> known = call.header("If-None-Match");
        if (known.isPresent() && new Precondition(known).names(shown.version())) {
            return Answer.of(304, "", new byte[0]).with("ETag", shown.version());
        }
        return Answer.of(200, TYPE, ScimJson.bytes(shown.json()))
                .with("ETag", shown.version())
                .with("Content-Location", base(call) + of.type().endpoint() + "/" + shown.id());
    }

    private Answer create(Resources of, Call call) {
        return shown(201, of, of.create(call.tree(), request(call)), call);
    }

    private Answer replace(Resources of, Call call) {
        AccountId id = id(of, call);
        return shown(200, of, of.replace(id, call.tree(), ifMatch(call), request(call)), call);
    }

    private Answer patch(Resources of, Call call) {
        AccountId id = id(of, call);
        return shown(200, of, of.patch(id, call.tree(), ifMatch(call), request(call)), call);
    }

    private Answer delete(Resources of, Call call) {
        of.delete(id(of, call), ifMatch(call), request(call));
        return Answer.none();
    }

    private Answer bulk(Call call) {
        return ok(
                Bulk.run(
                        call.tree(),
                        users,
                        groups,
                        services.settings().bulkOperations(),
                        request(call)));
    }
}
