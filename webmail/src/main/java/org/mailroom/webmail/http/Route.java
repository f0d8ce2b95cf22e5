package org.mailroom.webmail.http;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One operation: a method on a path, who may call it, and what it does.
 *
 * @param path with parameters in braces: {@code /api/v1/people/{id}}
 * @param queries the query parameters it knows; others are refused
 * @param mostBody octets of request body it reads
 */
public record Route(
        Method method,
        String path,
        Access access,
        Set<String> queries,
        long mostBody,
        Action action) {
    private static final String ANY = "*";
    private static final long MOST_BODY = 64 * 1024;

    public Route {
        queries = Set.copyOf(queries);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(path);
        }
    }

    public static Route get(String path, Access access, Action action) {
        return new Route(Method.GET, path, access, Set.of(), 0, action);
    }

    public static Route post(String path, Access access, Action action) {
        return new Route(Method.POST, path, access, Set.of(), MOST_BODY, action);
    }

    public static Route put(String path, Access access, Action action) {
        return new Route(Method.PUT, path, access, Set.of(), MOST_BODY, action);
    }

    public static Route patch(String path, Access access, Action action) {
        return new Route(Method.PATCH, path, access, Set.of(), MOST_BODY, action);
    }

    public static Route delete(String path, Access access, Action action) {
        return new Route(Method.DELETE, path, access, Set.of(), 0, action);
    }

    /** The same with query parameters. */
    public Route query(String... names) {
        var all = Arrays.stream(names).collect(Collectors.toSet());
        return new Route(method, path, access, all, mostBody, action);
    }

    /** The same with whatever query parameters others choose to send. */
    public Route anyQuery() {
        return query(ANY);
    }

    boolean takesAnyQuery() {
        return queries.contains(ANY);
    }

    /** The same with larger bodies. */
    public Route body(long most) {
        return new Route(method, path, access, queries, most, action);
    }
}
