package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Load.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 8 clients, each reading, flagging, filing and receiving at once in a mailbox of 500. Of 100
 * operations: 25 fetch what a list of 20 messages shows, 25 fetch a body, 15 store a flag, 10 ask
 * for STATUS, 10 NOOP, 5 search by flag, 5 append and 5 deliver 4 KiB.
 */
final class Mixed implements Scenario {
    private static final int CLIENTS = 8;
    private static final int PAGE = 20;
    private static final int SIZE = 4 << 10;
    private static final String MAILBOX = "Mixed";

    private final Figure rate =
            Figure.rate("mixed.rate", "Mixed load, 8 clients", "op/s", new Aim.Ratio(1.5));
    private final Figure tail =
            Figure.cost("mixed.p99", "Mixed load, p99 of an operation", "ms", new Aim.Ratio(1));

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate, tail);
    }

    @Override
    public void prepare(Target target, Plan plan) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience())) {
            for (int i = 0; i < CLIENTS; i++) {
                try (ImapClient client = target.reader(deadline, target.users().at(i))) {
                    Mailboxes.ensure(client, MAILBOX, plan.filed(), SIZE);
                    client.attempt(command("CREATE Filed"));
                }
            }
        }
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        try (Deadline deadline = new Deadline(plan.patience())) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(deadline, target, i, plan.filed()));
            }
            Outcome outcome = Load.run(target, plan, clients);
            sink.put(rate, outcome.perSecond(), outcome.cores());
            sink.put(tail, outcome.latencies().percentileMillis(0.99), outcome.cores());
        }
    }

    private static final class Client implements Load.Operation {
        private static final byte[] NOOP = command("NOOP");
        private static final byte[] STATUS =
                command("STATUS INBOX (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)");
        private static final byte[] SEARCH = command("SEARCH UNSEEN");

        private final SplittableRandom random;
        private final int messages;
        private final ImapClient imap;
        private final Appends appends;
        private final @Nullable Deliveries deliveries;

        Client(Deadline deadline, Target target, int index, int messages) throws IOException {
            this.messages = messages;
            random = new SplittableRandom(index);
            String user = target.users().at(index);
            imap = target.reader(deadline, user);
            imap.select(MAILBOX);
            appends = new Appends(imap, "Filed", SIZE);
            deliveries =
                    target.anyDoor().isPresent()
                            ? new Deliveries(deadline, target, target.anyDoor().get(), user, SIZE)
                            : null;
        }

        @Override
        public void once(int n) throws IOException {
            int dice = random.nextInt(100);
            int message = random.nextInt(messages - PAGE) + 1;
            if (dice < 25) {
                imap.run(
                        command(
                                "FETCH "
                                        + message
                                        + ":"
                                        + (message + PAGE - 1)
                                        + " (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE"
                                        + " BODYSTRUCTURE)"));
            } else if (dice < 50) {
                imap.run(command("FETCH " + message + " (UID BODY.PEEK[])"));
            } else if (dice < 65) {
                String sign = random.nextBoolean() ? "+" : "-";
                imap.run(command("STORE " + message + " " + sign + "FLAGS (\\Seen)"));
            } else if (dice < 75) {
                imap.run(STATUS);
            } else if (dice < 85) {
                imap.run(NOOP);
            } else if (dice < 90) {
                imap.run(SEARCH);
            } else if (dice < 95 || deliveries == null) {
                appends.once(n);
            } else {
                deliveries.once(n);
            }
        }
    }
}
