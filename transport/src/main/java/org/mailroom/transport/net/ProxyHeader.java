package org.mailroom.transport.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;

/**
 * The header with which a proxy opens a connection, PROXY protocol version 2: who the client is and
 * whom it called.
 *
 * @param remote the client
 * @param local where it connected to
 */
record ProxyHeader(InetSocketAddress remote, InetSocketAddress local) {
    private static final byte[] SIGNATURE = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };

    /** Addresses take 36 bytes; the rest are extensions, which we do not read. */
    private static final int MAX_LENGTH = 2048;

    private static final int VERSION_2_LOCAL = 0x20;
    private static final int VERSION_2_PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNSPECIFIED = 0x00;

    /**
     * Reads the header and not a byte more.
     *
     * @param own what holds for the proxy's own connections, as its health checks
     * @throws IOException if it is not a header; the connection is of no use
     */
    static ProxyHeader read(Wire wire, ProxyHeader own, long deadline) throws IOException {
        ByteBuffer head = exactly(16, wire, deadline);
        byte[] signature = new byte[SIGNATURE.length];
        head.get(signature);
        if (!Arrays.equals(signature, SIGNATURE)) throw new IOException("no PROXY v2 header");
        int command = head.get() & 0xFF;
        int family = head.get() & 0xFF;
        int length = head.getShort() & 0xFFFF;
        if (length > MAX_LENGTH) throw new IOException("PROXY header of " + length + " bytes");
        ByteBuffer body = exactly(length, wire, deadline);
        return switch (command) {
            case VERSION_2_LOCAL -> own;
            case VERSION_2_PROXY ->
                    switch (family) {
                        case TCP4 -> addresses(body, 4);
                        case TCP6 -> addresses(body, 16);
                        case UNSPECIFIED -> own;
                        default -> throw new IOException("PROXY family " + family);
                    };
            default -> throw new IOException("PROXY version and command " + command);
        };
    }

    private static ProxyHeader addresses(ByteBuffer body, int size) throws IOException {
        if (body.remaining() < 2 * size + 4) throw new IOException("PROXY header cut short");
        byte[] source = new byte[size];
        byte[] destination = new byte[size];
        body.get(source).get(destination);
        int sourcePort = body.getShort() & 0xFFFF;
        int destinationPort = body.getShort() & 0xFFFF;
        return new ProxyHeader(
                new InetSocketAddress(InetAddress.getByAddress(source), sourcePort),
                new InetSocketAddress(InetAddress.getByAddress(destination), destinationPort));
    }

    private static ByteBuffer exactly(int count, Wire wire, long deadline) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            int read = wire.read(into);
            if (read < 0) throw new ConnectionClosed("closed in PROXY header");
            if (read == 0) {
                switch (wire.await(SelectionKey.OP_READ, deadline, 0)) {
                    case INPUT -> {}
                    case TIMEOUT -> throw new ReadTimeout("PROXY header");
                    default -> throw new ConnectionClosed("closed in PROXY header");
                }
            }
        }
        return into.flip();
    }
}
