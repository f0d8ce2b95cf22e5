package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Frame;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.client.Messages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One connection that appends one message after another to one mailbox. */
final class Appends implements Load.Operation {
    private final ImapClient client;
    private final boolean synchronizing;
    private final Frame[] messages = new Frame[6];
    private final int[] literalAt = new int[messages.length];

    Appends(ImapClient client, String mailbox, int size) throws IOException {
        this.client = client;
        this.synchronizing = !client.can("LITERAL+");
        byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < messages.length; i++) {
            Frame message = Messages.message(i, size, "sender@bench.test", "reader@bench.test");
            int length = message.bytes().length;
            String literal = "{" + length + (synchronizing ? "}" : "+}") + "\r\n";
            byte[] before =
                    ("A APPEND " + mailbox + " " + literal).getBytes(StandardCharsets.US_ASCII);
            literalAt[i] = before.length;
            messages[i] = message.within(before, end);
        }
    }

    @Override
    public void once(int n) throws IOException {
        int i = n % messages.length;
        client.append(messages[i].number(Deliveries.nextSerial()), synchronizing, literalAt[i]);
    }
}
