package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Load.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connect, LOGIN, LOGOUT by 8 clients. The servers hash passwords and may remember verified ones.
 */
final class Login implements Scenario {
    private static final int CLIENTS = 8;
    private static final byte[] LOGOUT = command("LOGOUT");

    private final Figure rate =
            Figure.rate("login.8", "LOGIN, 8 clients", "login/s", new Aim.Ratio(1));

    @Override
    public String name() {
        return "login";
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate);
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience())) {
            List<Load.Operation> operations = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String user = target.users().at(i);
                operations.add(
                        n -> {
                            try (ImapClient client = target.reader(deadline, user)) {
                                client.run(LOGOUT);
                            }
                        });
            }
            Outcome outcome = Load.run(target, plan, operations);
            sink.put(rate, outcome.perSecond(), outcome.cores());
        }
    }
}
