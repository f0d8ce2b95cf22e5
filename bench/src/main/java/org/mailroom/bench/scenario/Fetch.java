package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;

import java.io.IOException;
import java.util.List;

/**
 * What a client fetches of 10,000 messages of 4 KiB, in one command: first on a mailbox nobody has
 * read, then again. Each round has a new mailbox; its pages are in the operating system's cache.
 */
final class Fetch implements Scenario {
    private static final String MAILBOX = "Fetched";
    private static final int SIZE = 4 << 10;
    private static final int TIMES = 5;
    private static final byte[] ENVELOPE =
            command("FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)");
    private static final byte[] HEADERS =
            command(
                    "FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (From To Cc Subject"
                            + " Date Message-ID References In-Reply-To)])");
    private static final byte[] BODIES = command("FETCH 1:* (BODY.PEEK[])");

    private final Figure envelopeFirst =
            Figure.cost(
                    "envelope.first",
                    "FETCH ENVELOPE BODYSTRUCTURE &c. of 10,000, first",
                    "ms",
                    new Aim.Ratio(3));
    private final Figure envelopeAgain =
            Figure.cost(
                    "envelope.again",
                    "FETCH ENVELOPE BODYSTRUCTURE &c. of 10,000, again",
                    "ms",
                    new Aim.Ratio(3));
    private final Figure headers =
            Figure.cost("headers", "FETCH 8 header fields of 10,000, again", "ms", Aim.none());
    private final Figure bodiesFirst =
            Figure.rate("bodies.first", "FETCH bodies of 10,000, first", "msg/s", Aim.none());
    private final Figure bodiesAgain =
            Figure.rate(
                    "bodies.again", "FETCH bodies of 10,000, again", "msg/s", new Aim.Ratio(0.5));

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public List<Figure> figures() {
        return List.of(envelopeFirst, envelopeAgain, headers, bodiesFirst, bodiesAgain);
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        int count = plan.read();
        try (Deadline deadline = new Deadline(plan.patience().multipliedBy(3))) {
            String user = target.users().at(1);
            try (ImapClient filler = target.reader(deadline, user)) {
                Mailboxes.fresh(filler, MAILBOX, count, SIZE);
            }
            try (ImapClient client = target.reader(deadline, user)) {
                client.select(MAILBOX);
                double scale = 10_000.0 / count;
                sink.put(envelopeFirst, millis(client, ENVELOPE, count, 1) * scale, Cores.UNKNOWN);
                sink.put(
                        envelopeAgain,
                        millis(client, ENVELOPE, count, TIMES) * scale,
                        Cores.UNKNOWN);
                double first = millis(client, BODIES, count, 1);
                sink.put(bodiesFirst, count / first * 1000, Cores.UNKNOWN);
                sink.put(
                        bodiesAgain,
                        count / millis(client, BODIES, count, TIMES) * 1000,
                        Cores.UNKNOWN);
                millis(client, HEADERS, count, 1);
                sink.put(headers, millis(client, HEADERS, count, TIMES) * scale, Cores.UNKNOWN);
            }
        }
    }

    private static double millis(ImapClient client, byte[] command, int count, int times)
            throws IOException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < times; i++) {
            latencies.add(Timed.nanos(() -> Timed.expect(count, client.run(command))));
        }
        return latencies.medianMillis();
    }
}
