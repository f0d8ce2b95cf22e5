package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.mailroom.transport.testkit.TestClient;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Sends mail over SMTP or LMTP from an internal system, pipelined. RFC 2920. */
final class SmtpMail implements AutoCloseable {
    static final String SENDER = "app@outside.test";

    private final TestClient client;

    private SmtpMail(TestClient client) {
        this.client = client;
    }

    static SmtpMail connect(int port, String hello) {
        TestClient client = TestClient.plain(port);
        client.expect("220 *");
        client.send(hello + " client.test").until("250 *");
        return new SmtpMail(client);
    }

    TestClient client() {
        return client;
    }

    /** Sends one message to one person; gives the final answer, which must be 250. */
    String deliver(String to, byte[] message) {
        begin(to);
        client.sendRaw(stuffed(message));
        return client.expect("250 *");
    }

    /** The envelope, up to the go-ahead for the message. */
    void begin(String to) {
        client.sendRaw(
                "MAIL FROM:<"
                        + SENDER
                        + ">\r\nRCPT TO:<"
                        + LiveServer.address(to)
                        + ">\r\nDATA\r\n");
        client.expect("250 *");
        client.expect("250 *");
        client.expect("354 *");
    }

    /** Dots doubled, and the final one. The message ends with CRLF. RFC 5321 §4.5.2. */
    static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 64);
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) out.write('.');
            out.write(message[i]);
        }
        out.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** What the gateway puts in front: Return-Path and one Received, then the message as sent. */
    static byte[] withoutTrace(byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        assertThat(text.substring(0, Math.min(80, text.length())))
                .startsWith("Return-Path: <" + SENDER + ">\r\nReceived: ");
        int end = text.indexOf("\r\n", text.indexOf("\r\nReceived: ") + 2);
        while (text.charAt(end + 2) == ' ' || text.charAt(end + 2) == '\t') {
            end = text.indexOf("\r\n", end + 2);
        }
        return text.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        client.close();
    }
}
