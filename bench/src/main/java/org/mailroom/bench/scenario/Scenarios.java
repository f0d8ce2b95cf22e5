package org.mailroom.bench.scenario;

import java.util.Arrays;
import java.util.List;

/** All scenarios, in the order of the table. */
public final class Scenarios {
    private static final List<Scenario> ALL =
            List.of(
                    new Ingest(),
                    new Visible(),
                    new Push(),
                    new Append(),
                    new Select(),
                    new Fetch(),
                    new Store(),
                    new Login(),
                    new Mixed(),
                    new Idle());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /** The scenarios of a comma-separated list of names; empty means all. */
    public static List<Scenario> named(String names) {
        return names.isBlank()
                ? ALL
                : Arrays.stream(names.split(",")).map(name -> one(name.strip())).toList();
    }

    private static Scenario one(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no scenario " + name + "; there are " + names()));
    }

    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }
}
