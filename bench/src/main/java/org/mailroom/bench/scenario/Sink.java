package org.mailroom.bench.scenario;

/** Takes what a scenario has measured. */
@FunctionalInterface
public interface Sink {
    void put(Figure figure, double value, Cores cores);
}
