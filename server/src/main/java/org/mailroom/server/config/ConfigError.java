package org.mailroom.server.config;

import java.util.List;

/** The configuration cannot be used; every line names place, key and what was expected. */
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigError(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
