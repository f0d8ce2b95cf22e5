package org.mailroom.bench.report;

import org.mailroom.bench.peer.Peer;
import org.mailroom.bench.scenario.Plan;
import org.mailroom.bench.scenario.Scenario;
import org.mailroom.bench.scenario.Target;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A whole run.
 *
 * @param warm whether shorter passes come before the rounds that count
 */
public record Benchmark(
        List<Scenario> scenarios, Plan plan, int rounds, boolean warm, PrintStream out) {
    private static final String DATA = "performance.tsv";
    private static final String PAGE = "performance.md";

    /** Sets two servers beside each other and prints the table. */
    public void compare(Peer own, Peer other, Path docs, boolean keep) throws IOException {
        try (Contestant first = Contestant.of(own);
                Contestant second = Contestant.of(other)) {
            Rounds runs = new Rounds(List.of(first, second), plan, rounds, warm, out);
            Samples samples = runs.run(other.name(), scenarios);
            note(samples, other.name());
            own.settings().forEach((name, value) -> samples.note(other.name(), name, value));
            other.settings().forEach((name, value) -> samples.note(other.name(), name, value));
            out.println();
            out.println(new Table(samples).comparison(other.name(), Page.title(other.name())));
            if (keep) {
                keep(samples, docs);
            }
        }
    }

    /** Measures one server that we start. */
    public void measure(Peer peer, Path docs, boolean keep) throws IOException {
        try (Contestant only = Contestant.of(peer)) {
            Samples samples = alone(only);
            if (keep) {
                note(samples, peer.name());
                keep(samples, docs);
            }
        }
    }

    /** Measures a server that runs already. */
    public void measure(Target target) throws IOException {
        try (Contestant only = Contestant.running(target)) {
            alone(only);
        }
    }

    private Samples alone(Contestant only) throws IOException {
        Samples samples =
                new Rounds(List.of(only), plan, rounds, warm, out).run(only.name(), scenarios);
        out.println();
        out.println(new Table(samples).alone(only.name(), only.name()));
        return samples;
    }

    private void note(Samples samples, String against) throws IOException {
        samples.note(against, "Date", LocalDate.now(ZoneOffset.UTC).toString());
        Machine.describe().forEach((name, value) -> samples.note(against, name, value));
        samples.note(
                against,
                "Rounds",
                rounds + " in turn, medians; rates over " + plan.time().toSeconds() + " s");
    }

    private void keep(Samples samples, Path docs) throws IOException {
        Samples all = Samples.read(docs.resolve(DATA));
        all.replaceBy(samples);
        all.write(docs.resolve(DATA));
        Page.write(docs.resolve(PAGE), all);
        out.println("wrote " + docs.resolve(PAGE));
    }

    /** Makes the page again from the data file, after its template was edited. */
    public static void rewrite(Path docs) throws IOException {
        Page.write(docs.resolve(PAGE), Samples.read(docs.resolve(DATA)));
    }
}
