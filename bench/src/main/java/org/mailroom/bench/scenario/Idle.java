package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What thousands of idle connections cost in memory, and how soon one among them is told of a
 * message. All are logged in, have INBOX open and are in IDLE; they belong to all users but the
 * last, which has the one connection that is timed.
 */
final class Idle implements Scenario {
    private static final int OPENERS = 8;
    private static final int BUFFER = 512;
    private static final long SETTLE = 3_000_000_000L;
    private static final long MOST_NANOS = 30_000_000_000L;

    private final Figure before =
            Figure.cost("idle.none", "Memory just after the start", "MiB", Aim.none());
    private final Figure fewTotal =
            Figure.cost("idle.1000", "Memory with 1,000 idle connections", "MiB", Aim.none());
    private final Figure manyTotal =
            Figure.cost(
                    "idle.5000",
                    "Memory with 5,000 idle connections",
                    "MiB",
                    new Aim.Limit(400, "MiB"));
    private final Figure fewEach =
            Figure.cost("idle.1000.each", "– per connection, of 1,000", "KiB", new Aim.Ratio(20));
    private final Figure manyEach =
            Figure.cost("idle.5000.each", "– per connection, of 5,000", "KiB", new Aim.Ratio(20));
    private final Figure median =
            Figure.cost("idle.p50", "Final dot to EXISTS among 5,000, p50", "ms", Aim.none());
    private final Figure tail =
            Figure.cost(
                    "idle.p99",
                    "Final dot to EXISTS among 5,000, p99",
                    "ms",
                    new Aim.Limit(20, "ms"));

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Figure> figures() {
        return List.of(before, fewTotal, manyTotal, fewEach, manyEach, median, tail);
    }

    @Override
    public boolean wantsFreshServer() {
        return true;
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience().multipliedBy(3))) {
            double base = memory(target);
            sink.put(before, base / 1024, Cores.UNKNOWN);
            open(deadline, target, 0, plan.few());
            double few = memory(target);
            sink.put(fewTotal, few / 1024, Cores.UNKNOWN);
            sink.put(fewEach, (few - base) / plan.few(), Cores.UNKNOWN);
            open(deadline, target, plan.few(), plan.many());
            double many = memory(target);
            sink.put(manyTotal, many / 1024, Cores.UNKNOWN);
            sink.put(manyEach, (many - base) / plan.many(), Cores.UNKNOWN);
            if (target.anyDoor().isPresent()) {
                String last = target.users().addresses().getLast();
                try (Probe probe = new Probe(deadline, target, target.anyDoor().get(), last)) {
                    Latencies latencies = probe.run(plan.probes(), MOST_NANOS);
                    sink.put(median, latencies.medianMillis(), Cores.UNKNOWN);
                    sink.put(tail, latencies.percentileMillis(0.99), Cores.UNKNOWN);
                }
            }
        }
    }

    /** After a pause in which a server may tidy up; NaN where the processes are not known. */
    private static double memory(Target target) {
        if (!target.processes().known()) {
            return Double.NaN;
        }
        LockSupport.parkNanos(SETTLE);
        return target.processes().memoryKib();
    }

    private static void open(Deadline deadline, Target target, int from, int to)
            throws IOException {
        int users = Math.max(target.users().addresses().size() - 1, 1);
        AtomicInteger next = new AtomicInteger(from);
        List<Load.Operation> openers = new ArrayList<>();
        for (int i = 0; i < OPENERS; i++) {
            openers.add(
                    n -> {
                        int index = next.getAndIncrement();
                        if (index < to) {
                            ImapClient client =
                                    ImapClient.connect(deadline, target.imapAddress(), BUFFER);
                            client.login(
                                    target.users().at(index % users), target.users().password());
                            client.select("INBOX");
                            client.idle();
                        }
                    });
        }
        Load.times(target, (to - from) / OPENERS + 1, openers);
    }
}
