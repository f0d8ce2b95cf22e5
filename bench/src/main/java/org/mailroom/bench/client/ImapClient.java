package org.mailroom.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Enough of an IMAP client to load a server: one command at a time under one constant tag, so that
 * a command is a constant array of bytes. RFC 9051; LITERAL+ of RFC 7888 and MULTIAPPEND of RFC
 * 3502 where the server has them.
 */
public final class ImapClient implements Closeable {
    private static final int BUFFER = 64 << 10;
    private static final byte[] EXISTS = " EXISTS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IDLE = command("IDLE");
    private static final byte[] DONE = "DONE\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Wire wire;
    private String capabilities = "";
    private long exists;

    private ImapClient(Wire wire) {
        this.wire = wire;
    }

    /** Connects and reads the greeting. */
    public static ImapClient connect(Deadline deadline, InetSocketAddress address)
            throws IOException {
        return connect(deadline, address, BUFFER);
    }

    /** Connects with a small buffer, for connections that only idle. */
    public static ImapClient connect(Deadline deadline, InetSocketAddress address, int buffer)
            throws IOException {
        ImapClient client = new ImapClient(Wire.open(deadline, address, buffer));
        client.wire.readLine();
        if (!client.wire.line().startsWith("* OK")) {
            throw new IOException("greeted with " + client.wire.line());
        }
        return client;
    }

    /** The bytes of a command line, to be made once and sent often. */
    public static byte[] command(String text) {
        return ("A " + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    public void login(String user, String password) throws IOException {
        run(command("LOGIN " + user + " " + password));
    }

    /** Whether the server has a capability; asks once, after login. */
    public boolean can(String capability) throws IOException {
        if (capabilities.isEmpty()) {
            wire.write(command("CAPABILITY"));
            wire.readLine();
            capabilities = " " + wire.line().toUpperCase(Locale.ROOT) + " ";
            await();
        }
        return capabilities.contains(" " + capability + " ");
    }

    /** Sends a command and waits for its end; answers the number of untagged responses. */
    public int run(byte[] command) throws IOException {
        wire.write(command);
        return await();
    }

    /** As {@link #run}, for what may be refused, such as creating what is already there. */
    public boolean attempt(byte[] command) throws IOException {
        try {
            run(command);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** Selects and answers the number of messages. */
    public long select(String mailbox) throws IOException {
        run(command("SELECT " + mailbox));
        return exists;
    }

    /** Sends a command with literals that need no go-ahead, or one that waits for it. */
    public void append(Frame frame, boolean synchronizing, int literalAt) throws IOException {
        if (synchronizing) {
            wire.write(frame.bytes(), 0, literalAt);
            awaitContinuation();
            wire.write(frame.bytes(), literalAt, frame.bytes().length - literalAt);
            await();
        } else {
            run(frame.bytes());
        }
    }

    /** Begins IDLE (RFC 2177) and returns when the server has agreed. */
    public void idle() throws IOException {
        wire.write(IDLE);
        awaitContinuation();
    }

    /** While idling: returns when the server tells of a new message. */
    public long awaitExists() throws IOException {
        while (true) {
            wire.readLine();
            if (wire.at(0) != '*') {
                throw new IOException("while idling: " + wire.line());
            }
            if (noteExists()) {
                return exists;
            }
        }
    }

    public void done() throws IOException {
        run(DONE);
    }

    private void awaitContinuation() throws IOException {
        do {
            wire.readLine();
            noteExists();
        } while (wire.at(0) == '*');
        if (wire.at(0) != '+') {
            throw new RefusedException(wire.line());
        }
    }

    private int await() throws IOException {
        int untagged = 0;
        boolean within = false;
        while (true) {
            wire.readLine();
            if (!within) {
                if (wire.at(0) == '*') {
                    untagged++;
                    noteExists();
                } else if (wire.at(0) == 'A' && wire.at(1) == ' ') {
                    if (wire.at(2) != 'O' || wire.at(3) != 'K') {
                        throw new RefusedException(wire.line());
                    }
                    return untagged;
                } else {
                    throw new RefusedException(wire.line());
                }
            }
            long literal = wire.literal();
            within = literal >= 0;
            if (within) {
                wire.skip(literal);
            }
        }
    }

    private boolean noteExists() {
        if (!wire.endsWith(EXISTS)) {
            return false;
        }
        exists = wire.number(2);
        return true;
    }

    /** The number of messages last told by EXISTS. */
    public long exists() {
        return exists;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
