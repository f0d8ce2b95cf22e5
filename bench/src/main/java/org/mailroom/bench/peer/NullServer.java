package org.mailroom.bench.peer;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.Frame;
import org.mailroom.bench.client.Messages;
import org.mailroom.bench.client.Wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Answers as a mail server would and does nothing: what the load generator reaches against it is
 * the generator's ceiling. Arguments: IMAP, SMTP and LMTP port, messages in the mailbox Large,
 * messages in any other.
 */
public final class NullServer {
    private static final int BUFFER = 64 << 10;
    private static final Deadline DEADLINE = new Deadline(Duration.ofHours(2));

    /** One kind of dialogue. */
    private interface Dialogue {
        void hold(Wire wire) throws IOException;
    }

    private NullServer() {}

    /** Runs until the process is ended. */
    public static void main(String[] args) throws IOException {
        int large = Integer.parseInt(args[3]);
        int other = Integer.parseInt(args[4]);
        listen(Integer.parseInt(args[1]), NullServer::smtp);
        listen(Integer.parseInt(args[2]), NullServer::smtp);
        listen(Integer.parseInt(args[0]), wire -> new Imap(wire, large, other).hold());
    }

    private static void listen(int port, Dialogue dialogue) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(Loopback.ADDRESS, port), 1024);
        Thread.ofPlatform()
                .start(
                        () -> {
                            while (true) {
                                try {
                                    Wire wire = Wire.accept(DEADLINE, server, BUFFER);
                                    Thread.ofPlatform().start(() -> serve(dialogue, wire));
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
    }

    private static void serve(Dialogue dialogue, Wire wire) {
        try (wire) {
            dialogue.hold(wire);
        } catch (IOException left) {
            // Every dialogue ends with the client leaving.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void smtp(Wire wire) throws IOException {
        byte[] ok = ascii("250 2.0.0 OK\r\n");
        byte[] go = ascii("354 go\r\n");
        wire.write(ascii("220 null\r\n"));
        while (true) {
            wire.readLine();
            switch (wire.at(0)) {
                case 'E', 'L' -> wire.write(ascii("250-null\r\n250 PIPELINING\r\n"));
                case 'D' -> {
                    wire.write(go);
                    do {
                        wire.readLine();
                    } while (wire.at(0) != '.' || wire.length() != 1);
                    wire.write(ok);
                }
                default -> wire.write(ok);
            }
        }
    }

    private static final class Imap {
        private static final byte[] OK = ascii("A OK\r\n");
        private static final byte[] CAPABILITY =
                ascii("* CAPABILITY IMAP4rev1 LITERAL+ MULTIAPPEND\r\nA OK\r\n");
        private static final byte[] GO = ascii("+ go\r\n");
        private static final byte[] BODY = body();
        private static final byte[] ENVELOPE =
                ascii(
                        " FETCH (UID 1 FLAGS (\\Seen) INTERNALDATE \"21-Nov-2026 03:25:00 +0000\""
                                + " RFC822.SIZE 4096 ENVELOPE (\"Sat, 21 Nov 2026 03:25:00 +0000\""
                                + " \"About the plan for next week, number 0123456789abcdef\""
                                + " ((\"Sender of the Bench\" NIL \"sender\" \"bench.test\"))"
                                + " ((\"Sender of the Bench\" NIL \"sender\" \"bench.test\"))"
                                + " ((\"Sender of the Bench\" NIL \"sender\" \"bench.test\"))"
                                + " ((NIL NIL \"reader\" \"bench.test\")) NIL NIL NIL"
                                + " \"<0123456789abcdef@bench.test>\") BODYSTRUCTURE (\"TEXT\""
                                + " \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 3700 54 NIL"
                                + " NIL NIL NIL))\r\n");
        private static final byte[] FLAGS = ascii(" FETCH (FLAGS (\\Seen))\r\n");

        private final Wire wire;
        private final int large;
        private final int other;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(2 * BUFFER);
        private int exists;

        Imap(Wire wire, int large, int other) {
            this.wire = wire;
            this.large = large;
            this.other = other;
        }

        private static byte[] body() {
            Frame message = Messages.message(1, 4 << 10, "sender@bench.test", "reader@bench.test");
            String literal = " FETCH (BODY[] {" + message.bytes().length + "}\r\n";
            return message.within(ascii(literal), ascii(")\r\n")).bytes();
        }

        void hold() throws IOException {
            wire.write(ascii("* OK null\r\n"));
            while (true) {
                wire.readLine();
                if (wire.literal() >= 0) {
                    takeLiterals();
                    wire.write(OK);
                    continue;
                }
                switch (wire.at(2)) {
                    case 'F' -> fetch(wire.line());
                    case 'I' -> wire.write(GO);
                    case 'C' -> wire.write(CAPABILITY);
                    case 'S' -> {
                        if (wire.at(3) == 'E' && wire.at(4) == 'L') {
                            exists = wire.line().endsWith("Large") ? large : other;
                            wire.write(ascii("* " + exists + " EXISTS\r\nA OK\r\n"));
                        } else {
                            wire.write(OK);
                        }
                    }
                    default -> wire.write(OK);
                }
            }
        }

        private void takeLiterals() throws IOException {
            for (long size = wire.literal(); size >= 0; size = wire.literal()) {
                wire.skip(size);
                wire.readLine();
            }
        }

        private void fetch(String command) throws IOException {
            byte[] answer =
                    command.contains("BODY.PEEK[]")
                            ? BODY
                            : command.contains("ENVELOPE") || command.contains("HEADER")
                                    ? ENVELOPE
                                    : FLAGS;
            String set = command.split(" ")[2];
            int from = Integer.parseInt(set.split(":")[0]);
            int to =
                    set.endsWith("*")
                            ? exists
                            : Integer.parseInt(set.substring(set.indexOf(':') + 1));
            for (int i = from; i <= to; i++) {
                out.writeBytes(ascii("* " + i));
                out.writeBytes(answer);
                if (out.size() > BUFFER) {
                    flush();
                }
            }
            out.writeBytes(OK);
            flush();
        }

        private void flush() throws IOException {
            wire.write(out.toByteArray());
            out.reset();
        }
    }
}
