package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.Frame;
import org.mailroom.bench.client.Messages;
import org.mailroom.bench.client.SmtpClient;
import org.mailroom.bench.scenario.Target.Door;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One connection that delivers one message after another to one user. */
final class Deliveries implements Load.Operation, Closeable {
    /** Unlike those of any earlier run against the same server. */
    private static final AtomicLong SERIAL = new AtomicLong(System.currentTimeMillis() << 20);

    private final SmtpClient client;
    private final byte[] envelope;
    private final Frame[] messages;

    Deliveries(Deadline deadline, Target target, Door door, String user, int size)
            throws IOException {
        client = target.deliverer(deadline, door);
        String sender = target.users().at(target.users().addresses().indexOf(user) + 1);
        envelope = SmtpClient.envelope(sender, user);
        messages = new Frame[6];
        for (int i = 0; i < messages.length; i++) {
            messages[i] =
                    Messages.message(i, size, sender, user)
                            .within(new byte[0], Messages.finalDot());
        }
    }

    /** One connection for each of so many users. */
    static List<Deliveries> open(
            Deadline deadline, Target target, Door door, int connections, int size)
            throws IOException {
        List<Deliveries> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(new Deliveries(deadline, target, door, target.users().at(i), size));
        }
        return all;
    }

    static long nextSerial() {
        return SERIAL.incrementAndGet();
    }

    @Override
    public void once(int n) throws IOException {
        begin();
        finish(n);
    }

    void begin() throws IOException {
        client.begin(envelope);
    }

    void finish(int n) throws IOException {
        client.finish(messages[n % messages.length].number(nextSerial()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
