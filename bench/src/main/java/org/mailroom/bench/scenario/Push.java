package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.scenario.Target.Door;

import java.io.IOException;
import java.util.List;

/** From the final dot to EXISTS on an idling connection, on a server that is otherwise quiet. */
final class Push implements Scenario {
    private static final long MOST_NANOS = 20_000_000_000L;

    private final Figure smtpMedian = figure(Door.SMTP, "p50", new Aim.Limit(3, "ms"));
    private final Figure smtpTail = figure(Door.SMTP, "p99", new Aim.Limit(15, "ms"));
    private final Figure lmtpMedian = figure(Door.LMTP, "p50", new Aim.Limit(3, "ms"));
    private final Figure lmtpTail = figure(Door.LMTP, "p99", new Aim.Limit(15, "ms"));

    private static Figure figure(Door door, String percentile, Aim aim) {
        return Figure.cost(
                "push." + door.key() + "." + percentile,
                "Final dot (" + door + ") to EXISTS, " + percentile,
                "ms",
                aim);
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public List<Figure> figures() {
        return List.of(smtpMedian, smtpTail, lmtpMedian, lmtpTail);
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        for (Door door : Door.values()) {
            if (target.port(door).isEmpty()) {
                continue;
            }
            target.processes().settle();
            try (Deadline deadline = new Deadline(plan.patience());
                    Probe probe = new Probe(deadline, target, door, target.users().at(0))) {
                Latencies latencies = probe.run(plan.probes(), MOST_NANOS);
                boolean smtp = door == Door.SMTP;
                sink.put(smtp ? smtpMedian : lmtpMedian, latencies.medianMillis(), Cores.UNKNOWN);
                sink.put(
                        smtp ? smtpTail : lmtpTail,
                        latencies.percentileMillis(0.99),
                        Cores.UNKNOWN);
            }
        }
    }
}
