package org.mailroom.webmail.http;

import com.fasterxml.jackson.databind.JsonNode;

import org.mailroom.webmail.http.Problem.Fault;

import java.util.List;
import java.util.Set;

/**
 * Routes that belong together: they read the same kind of body and say no in the same words.
 *
 * @param types the media types of bodies that are read as JSON
 */
public record Surface(List<Route> routes, Set<String> types, Bodies bodies, Style style) {
    /** Says what is wrong with a body before the route's action reads it. */
    @FunctionalInterface
    public interface Bodies {
        List<Fault> faults(Route route, JsonNode body);
    }

    /** How a no is written. */
    @FunctionalInterface
    public interface Style {
        Answer of(Problem problem);
    }

    private static final Set<String> JSON_TYPES =
            Set.of(Answer.JSON, "application/merge-patch+json");

    public Surface {
        routes = List.copyOf(routes);
        types = Set.copyOf(types);
    }

    /** JSON and problem+json. */
    public static Surface json(List<Route> routes, Bodies bodies) {
        return new Surface(routes, JSON_TYPES, bodies, Problem::answer);
    }
}
