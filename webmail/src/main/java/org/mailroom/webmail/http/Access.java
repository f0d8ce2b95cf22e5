package org.mailroom.webmail.http;

import org.mailroom.messaging.people.Scope;

import java.util.Set;

/** Who may call a route. Every route has one: none is open by being forgotten. */
public sealed interface Access {
    /** Whoever holds any of these scopes. */
    record Scoped(Set<Scope> anyOf) implements Access {
        public Scoped {
            anyOf = Set.copyOf(anyOf);
            if (anyOf.isEmpty()) {
                throw new IllegalArgumentException("a route needs a scope");
            }
        }
    }

    /** Anybody at all: logging in, and what has to be seen before. */
    record Open() implements Access {}

    static Access scope(Scope first, Scope... others) {
        var all = new java.util.HashSet<>(java.util.List.of(others));
        all.add(first);
        return new Scoped(all);
    }

    static Access open() {
        return new Open();
    }
}
