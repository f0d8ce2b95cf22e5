package org.mailroom.bench.report;

import org.mailroom.bench.scenario.Figure;
import org.mailroom.bench.scenario.Plan;
import org.mailroom.bench.scenario.Scenario;
import org.mailroom.bench.scenario.Sink;
import org.mailroom.bench.scenario.Target;

import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Runs scenarios on servers in turn: A B, A B, A B. What slows the machine for a while then slows
 * both. A scenario that fails on one server is told of and leaves its figures empty.
 */
final class Rounds {
    /** A server that has just started compiles its code for some ten thousand operations. */
    private static final int WARM_UPS = 3;

    private final List<Contestant> contestants;
    private final Plan plan;
    private final int rounds;
    private final boolean warm;
    private final PrintStream out;
    private final Samples samples = new Samples();

    Rounds(List<Contestant> contestants, Plan plan, int rounds, boolean warm, PrintStream out) {
        this.contestants = contestants;
        this.plan = plan;
        this.rounds = rounds;
        this.warm = warm;
        this.out = out;
    }

    Samples run(String against, List<Scenario> scenarios) throws IOException {
        for (Scenario scenario : scenarios) {
            List<Contestant> able =
                    contestants.stream()
                            .filter(c -> attempt(scenario, c, () -> prepare(scenario, c)))
                            .collect(Collectors.toList());
            for (int round = 1; round <= rounds; round++) {
                int number = round;
                able.removeIf(
                        c -> !attempt(scenario, c, () -> round(against, scenario, c, number)));
            }
        }
        return samples;
    }

    private void prepare(Scenario scenario, Contestant contestant) throws IOException {
        if (scenario.wantsFreshServer()) {
            return;
        }
        contestant.renew(scenario);
        scenario.prepare(contestant.target(), plan);
        for (int pass = 0; warm && pass < WARM_UPS; pass++) {
            scenario.run(contestant.target(), plan.warmUp(), (figure, value, cores) -> {});
        }
    }

    private void round(String against, Scenario scenario, Contestant contestant, int round)
            throws IOException {
        contestant.renew(scenario);
        Target target = contestant.target();
        target.processes().settle();
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        Sink sink =
                (figure, value, cores) -> {
                    samples.add(
                            new Sample(
                                    date,
                                    against,
                                    contestant.name(),
                                    figure.key(),
                                    round,
                                    value,
                                    cores));
                    out.printf(
                            Locale.ROOT,
                            "  %d %-13s %-50s %9s %-8s%s%n",
                            round,
                            contestant.name(),
                            figure.label(),
                            Figure.plain(value),
                            figure.unit(),
                            Double.isNaN(cores.generator())
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            "cores: generator %.2f, server %.2f",
                                            cores.generator(),
                                            cores.server()));
                };
        scenario.run(target, plan, sink);
    }

    /** A step on one server. */
    private interface Step {
        void take() throws IOException;
    }

    private boolean attempt(Scenario scenario, Contestant contestant, Step step) {
        try {
            step.take();
            return true;
        } catch (IOException e) {
            out.printf("  %s: %s failed: %s%n", contestant.name(), scenario.name(), e.getMessage());
            return false;
        }
    }
}
