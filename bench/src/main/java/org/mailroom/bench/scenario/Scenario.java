package org.mailroom.bench.scenario;

import java.io.IOException;
import java.util.List;

/** A measurement that gives one or more figures. */
public interface Scenario {
    /** The name on the command line. */
    String name();

    /** What it measures, in the order of the table. */
    List<Figure> figures();

    /** Makes, once for each server, what every round uses. */
    default void prepare(Target target, Plan plan) throws IOException {}

    /** One round. Leaves out the figures that the server has no port for. */
    void run(Target target, Plan plan, Sink sink) throws IOException;

    /** Whether each round needs a server that has just started. */
    default boolean wantsFreshServer() {
        return false;
    }
}
