package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Load.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** APPEND of 4 KiB, each connection to a mailbox of its own user. */
final class Append implements Scenario {
    private static final int SIZE = 4 << 10;

    private record Case(Figure figure, int connections) {}

    private final List<Case> cases =
            List.of(new Case(figure(1, Aim.none()), 1), new Case(figure(8, new Aim.Ratio(1)), 8));

    private static Figure figure(int connections, Aim aim) {
        return Figure.rate(
                "append." + connections,
                "APPEND, 4 KiB, " + Ingest.counted(connections),
                "msg/s",
                aim);
    }

    @Override
    public String name() {
        return "append";
    }

    @Override
    public List<Figure> figures() {
        return cases.stream().map(Case::figure).toList();
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        for (Case one : cases) {
            try (Deadline deadline = new Deadline(plan.patience())) {
                List<Appends> appends = new ArrayList<>();
                for (int i = 0; i < one.connections(); i++) {
                    ImapClient client = target.reader(deadline, target.users().at(i));
                    client.attempt(command("CREATE Appended"));
                    appends.add(new Appends(client, "Appended", SIZE));
                }
                Outcome outcome = Load.run(target, plan, appends);
                sink.put(one.figure(), outcome.perSecond(), outcome.cores());
            }
        }
    }
}
