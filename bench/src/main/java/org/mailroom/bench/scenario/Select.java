package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;

import java.io.IOException;
import java.util.List;

/** Opening a mailbox of 100,000 messages and listing its flags, as a client does when it starts. */
final class Select implements Scenario {
    private static final String MAILBOX = "Large";
    private static final int SIZE = 1 << 10;
    private static final int TIMES = 20;
    private static final byte[] FLAGS = command("FETCH 1:* (FLAGS)");

    private final Figure again =
            Figure.cost("select.again", "SELECT of 100,000 messages", "ms", Aim.none());
    private final Figure first =
            Figure.cost("select.login", "SELECT of 100,000 right after LOGIN", "ms", Aim.none());
    private final Figure flags =
            Figure.cost("flags", "FETCH FLAGS of 100,000, per 10,000", "ms", new Aim.Ratio(1));

    @Override
    public String name() {
        return "select";
    }

    @Override
    public List<Figure> figures() {
        return List.of(again, first, flags);
    }

    @Override
    public void prepare(Target target, Plan plan) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience().multipliedBy(5));
                ImapClient client = target.reader(deadline, target.users().at(0))) {
            Mailboxes.ensure(client, MAILBOX, plan.listed(), SIZE);
        }
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        byte[] select = command("SELECT " + MAILBOX);
        byte[] close = command("CLOSE");
        try (Deadline deadline = new Deadline(plan.patience())) {
            Latencies fresh = new Latencies();
            for (int i = 0; i < TIMES; i++) {
                try (ImapClient client = target.reader(deadline, target.users().at(0))) {
                    fresh.add(Timed.nanos(() -> client.run(select)));
                    client.run(command("LOGOUT"));
                }
            }
            sink.put(first, fresh.medianMillis(), Cores.UNKNOWN);
            Latencies opened = new Latencies();
            Latencies listed = new Latencies();
            try (ImapClient client = target.reader(deadline, target.users().at(0))) {
                for (int i = 0; i < TIMES; i++) {
                    opened.add(Timed.nanos(() -> client.run(select)));
                    client.run(close);
                }
                client.run(select);
                for (int i = 0; i < TIMES / 2; i++) {
                    listed.add(Timed.nanos(() -> Timed.expect(plan.listed(), client.run(FLAGS))));
                }
            }
            sink.put(again, opened.medianMillis(), Cores.UNKNOWN);
            sink.put(flags, listed.medianMillis() * 10_000 / plan.listed(), Cores.UNKNOWN);
        }
    }
}
