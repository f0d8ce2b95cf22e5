package org.mailroom.bench.scenario;

/** Processors kept busy on average during a measurement; NaN where it was not looked at. */
public record Cores(double generator, double server) {
    public static final Cores UNKNOWN = new Cores(Double.NaN, Double.NaN);
}
