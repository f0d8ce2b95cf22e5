package org.mailroom.webmail.http;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the routes of a path, segment by segment; written segments go before parameters. */
final class RouteTree {
    /** A route with the surface it belongs to. */
    record Placed(Route route, Surface surface) {}

    /** What a path leads to: a route for each method, and the values of the parameters. */
    record Found(Map<Method, Placed> methods, List<String> values) {
        /** The parameters by the names that the route gives them. */
        Map<String, String> parameters(Route route) {
            Map<String, String> named = new LinkedHashMap<>();
            int next = 0;
            for (String segment : segments(route.path())) {
                if (isParameter(segment)) {
                    named.put(segment.substring(1, segment.length() - 1), values.get(next++));
                }
            }
            return named;
        }
    }

    private static final class Node {
        private final Map<String, Node> written = new HashMap<>();
        private @Nullable Node parameter;
        private final Map<Method, Placed> methods = new EnumMap<>(Method.class);
    }

    private final Node root = new Node();

    void add(Surface surface) {
        for (Route route : surface.routes()) {
            Node node = root;
            for (String segment : segments(route.path())) {
                node = isParameter(segment) ? parameter(node) : written(node, segment);
            }
            if (node.methods.put(route.method(), new Placed(route, surface)) != null) {
                throw new IllegalArgumentException(
                        "two routes for " + route.method() + " " + route.path());
            }
        }
    }

    private static Node parameter(Node node) {
        Node next = node.parameter;
        if (next == null) {
            next = new Node();
            node.parameter = next;
        }
        return next;
    }

    private static Node written(Node node, String segment) {
        return node.written.computeIfAbsent(segment, s -> new Node());
    }

    /**
     * @param path as it stands in the request line, percent signs and all
     */
    Optional<Found> find(String path) {
        Node node = root;
        List<String> values = new ArrayList<>();
        for (String raw : segments(path)) {
            String segment = decoded(raw);
            Node next = node.written.get(segment);
            if (next == null) {
                next = node.parameter;
                values.add(segment);
            }
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return node.methods.isEmpty()
                ? Optional.empty()
                : Optional.of(new Found(node.methods, values));
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The path holds a percent sign that encodes nothing").thrown();
        }
    }
}
