package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Load.Outcome;
import org.mailroom.bench.scenario.Target.Door;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages per second from the first MAIL FROM until the last message can be seen by IMAP: 8
 * senders, 8 users, 4 KiB. The readers look only after the senders are done, so that the looking
 * costs little; a server that has everything in place by then is found so at the first look.
 */
final class Visible implements Scenario {
    private static final int CONNECTIONS = 8;
    private static final int SIZE = 4 << 10;
    private static final long PAUSE = 20_000_000;
    private static final byte[] NOOP = command("NOOP");

    private final Figure smtp =
            Figure.rate(
                    "visible.smtp",
                    "SMTP to visible by IMAP, 8 × 4 KiB",
                    "msg/s",
                    new Aim.Ratio(8));
    private final Figure lmtp =
            Figure.rate(
                    "visible.lmtp",
                    "LMTP to visible by IMAP, 8 × 4 KiB",
                    "msg/s",
                    new Aim.Ratio(1.5));

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public List<Figure> figures() {
        return List.of(smtp, lmtp);
    }

    @Override
    public void run(Target target, Plan plan, Sink sink) throws IOException {
        for (Door door : Door.values()) {
            if (target.port(door).isPresent()) {
                target.processes().settle();
                measure(target, plan, door, sink);
            }
        }
    }

    private void measure(Target target, Plan plan, Door door, Sink sink) throws IOException {
        int each = plan.visible() / CONNECTIONS;
        try (Deadline deadline = new Deadline(plan.patience())) {
            List<ImapClient> readers = new ArrayList<>();
            long[] wanted = new long[CONNECTIONS];
            for (int i = 0; i < CONNECTIONS; i++) {
                ImapClient reader = target.reader(deadline, target.users().at(i));
                wanted[i] = reader.select("INBOX");
                readers.add(reader);
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                wanted[i] += (long) each * sendersTo(target.users(), i);
            }
            List<Deliveries> senders = Deliveries.open(deadline, target, door, CONNECTIONS, SIZE);
            long began = System.nanoTime();
            Outcome outcome = Load.times(target, each, senders);
            for (int i = 0; i < CONNECTIONS; i++) {
                awaitCount(readers.get(i), wanted[i]);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            sink.put(
                    door == Door.SMTP ? smtp : lmtp,
                    (long) each * CONNECTIONS / seconds,
                    outcome.cores());
        }
    }

    /** Users share senders when there are fewer than eight. */
    private static int sendersTo(Users users, int index) {
        int senders = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            senders += users.at(i).equals(users.at(index)) ? 1 : 0;
        }
        return senders;
    }

    private static void awaitCount(ImapClient reader, long wanted) throws IOException {
        reader.run(NOOP);
        while (reader.exists() < wanted) {
            LockSupport.parkNanos(PAUSE);
            reader.run(NOOP);
        }
    }
}
