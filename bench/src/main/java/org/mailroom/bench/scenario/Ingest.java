package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.scenario.Load.Outcome;
import org.mailroom.bench.scenario.Target.Door;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages per second that the server acknowledges, one recipient each, every connection to its own
 * user. Ends at the acknowledgement: what Postfix has queued then is not yet in a mailbox, which
 * {@link Visible} measures.
 */
final class Ingest implements Scenario {
    private static final int[] CONNECTIONS = {1, 8, 10, 50};
    private static final int[] KIB = {4, 40};

    /** What Postfix has accepted it must still deliver before the next measurement begins. */
    private static final int MESSAGES = 6_000;

    private record Case(Figure figure, Door door, int kib, int connections) {}

    private final List<Case> cases = new ArrayList<>();

    Ingest() {
        for (Door door : Door.values()) {
            for (int kib : KIB) {
                for (int connections : CONNECTIONS) {
                    String key = "ingest." + door.key() + "." + kib + "k." + connections;
                    String label = door + " ingest, " + kib + " KiB, " + counted(connections);
                    Aim aim = Aim.none();
                    cases.add(
                            new Case(
                                    Figure.rate(key, label, "msg/s", aim), door, kib, connections));
                }
            }
        }
    }

    static String counted(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public List<Figure> figures() {
        return cases.stream().map(Case::figure).toList();
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        for (Case one : cases) {
            if (target.port(one.door()).isEmpty()) {
                continue;
            }
            target.processes().settle();
            try (Deadline deadline = new Deadline(plan.patience())) {
                Outcome outcome =
                        Load.run(
                                target,
                                plan.atMost(MESSAGES),
                                Deliveries.open(
                                        deadline,
                                        target,
                                        one.door(),
                                        one.connections(),
                                        one.kib() << 10));
                sink.put(one.figure(), outcome.perSecond(), outcome.cores());
            }
        }
    }
}
