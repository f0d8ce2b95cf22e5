package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Load.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** STORE of one flag on one message a command, 8 connections, each in a mailbox of its own user. */
final class Store implements Scenario {
    private static final int CONNECTIONS = 8;
    private static final int SIZE = 1 << 10;
    private static final String MAILBOX = "Flagged";

    private final Figure rate =
            Figure.rate("store.8", "STORE of one flag, 8 connections", "op/s", new Aim.Ratio(1));

    @Override
    public String name() {
        return "store";
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate);
    }

    @Override
    public void prepare(Target target, Plan plan) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (ImapClient client = target.reader(deadline, target.users().at(i))) {
                    Mailboxes.ensure(client, MAILBOX, plan.filed(), SIZE);
                }
            }
        }
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        int messages = plan.filed();
        byte[][] commands = new byte[2 * messages][];
        for (int i = 0; i < messages; i++) {
            commands[i] = command("STORE " + (i + 1) + " +FLAGS (\\Flagged)");
            commands[messages + i] = command("STORE " + (i + 1) + " -FLAGS (\\Flagged)");
        }
        try (Deadline deadline = new Deadline(plan.patience())) {
            List<Load.Operation> operations = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                ImapClient client = target.reader(deadline, target.users().at(i));
                client.select(MAILBOX);
                client.run(command("STORE 1:* -FLAGS (\\Flagged)"));
                operations.add(n -> client.run(commands[n % commands.length]));
            }
            Outcome outcome = Load.run(target, plan, operations);
            sink.put(rate, outcome.perSecond(), outcome.cores());
        }
    }
}
