package org.mailroom.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Enough of an SMTP (RFC 5321) or LMTP (RFC 2033) client to load a server: one recipient a message,
 * the envelope pipelined (RFC 2920) where the server offers it.
 */
public final class SmtpClient implements Closeable {
    private static final int BUFFER = 4 << 10;

    private final Wire wire;
    private final boolean pipelining;

    private SmtpClient(Wire wire, boolean pipelining) {
        this.wire = wire;
        this.pipelining = pipelining;
    }

    /** Connects and greets: EHLO, or LHLO when the server speaks LMTP. */
    public static SmtpClient connect(Deadline deadline, InetSocketAddress address, boolean lmtp)
            throws IOException {
        Wire wire = Wire.open(deadline, address, BUFFER);
        expect(wire, 2);
        wire.write(ascii((lmtp ? "LHLO" : "EHLO") + " bench.test\r\n"));
        boolean pipelining = false;
        do {
            wire.readLine();
            pipelining |= wire.line().toUpperCase(Locale.ROOT).endsWith("PIPELINING");
        } while (wire.at(3) == '-');
        return new SmtpClient(wire, pipelining);
    }

    /** The three commands that come before a message, to be made once and sent often. */
    public static byte[] envelope(String from, String to) {
        return ascii("MAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
    }

    /** Sends the envelope; afterwards the server waits for the message. */
    public void begin(byte[] envelope) throws IOException {
        if (pipelining) {
            wire.write(envelope);
            expect(wire, 2);
            expect(wire, 2);
            expect(wire, 3);
            return;
        }
        int from = 0;
        for (int i = 0; i < envelope.length; i++) {
            if (envelope[i] == '\n') {
                wire.write(envelope, from, i + 1 - from);
                from = i + 1;
                expect(wire, from == envelope.length ? 3 : 2);
            }
        }
    }

    /** Sends the message with its final dot and waits until the server has taken it. */
    public void finish(Frame message) throws IOException {
        wire.write(message.bytes());
        expect(wire, 2);
    }

    private static void expect(Wire wire, int kind) throws IOException {
        do {
            wire.readLine();
        } while (wire.at(3) == '-');
        if (wire.at(0) != '0' + kind) {
            throw new RefusedException(wire.line());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
