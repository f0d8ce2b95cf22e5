package org.mailroom.bench.scenario;

import static org.mailroom.bench.client.ImapClient.command;

import org.mailroom.bench.client.Frame;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.client.Messages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Fills mailboxes for the scenarios that read; the filling is not measured. */
final class Mailboxes {
    private static final int BATCH = 100;

    private Mailboxes() {}

    /** A new mailbox of so many messages, in place of one of that name from an earlier run. */
    static void fresh(ImapClient client, String mailbox, int count, int size) throws IOException {
        client.attempt(command("DELETE " + mailbox));
        client.run(command("CREATE " + mailbox));
        fill(client, mailbox, count, size);
    }

    /** The same, but a mailbox that already has so many messages is kept. */
    static void ensure(ImapClient client, String mailbox, int count, int size) throws IOException {
        if (client.attempt(command("SELECT " + mailbox))) {
            long exists = client.exists();
            client.run(command("CLOSE"));
            if (exists == count) {
                return;
            }
        }
        fresh(client, mailbox, count, size);
    }

    private static void fill(ImapClient client, String mailbox, int count, int size)
            throws IOException {
        Frame[] messages = new Frame[6];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = Messages.message(i, size, "sender@bench.test", "reader@bench.test");
        }
        boolean several = client.can("MULTIAPPEND") && client.can("LITERAL+");
        if (!several) {
            Appends appends = new Appends(client, mailbox, size);
            for (int i = 0; i < count; i++) {
                appends.once(i);
            }
            return;
        }
        for (int done = 0; done < count; done += BATCH) {
            ByteArrayOutputStream command = new ByteArrayOutputStream();
            command.writeBytes(("A APPEND " + mailbox).getBytes(StandardCharsets.US_ASCII));
            for (int i = done; i < Math.min(done + BATCH, count); i++) {
                byte[] message =
                        messages[i % messages.length].number(Deliveries.nextSerial()).bytes();
                command.writeBytes(
                        (" {" + message.length + "+}\r\n").getBytes(StandardCharsets.US_ASCII));
                command.writeBytes(message);
            }
            command.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            client.run(command.toByteArray());
        }
    }
}
