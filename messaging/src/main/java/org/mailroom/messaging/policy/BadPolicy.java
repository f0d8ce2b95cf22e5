package org.mailroom.messaging.policy;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A policy file that does not hold together: everything that is wrong with it. */
public final class BadPolicy extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    BadPolicy(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file; warnings among them. */
    public List<Problem> problems() {
        return problems;
    }
}
