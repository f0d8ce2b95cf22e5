package org.mailroom.imap.session;

import org.mailroom.imap.parser.CommandSource;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Line;

import java.io.IOException;

/** The parser's view of a connection. */
record ConnectionSource(Connection connection) implements CommandSource {
    @Override
    public Line readCommand(int maxBytes) throws IOException {
        return connection.input().readCommand(maxBytes);
    }

    @Override
    public Line readLine(int maxBytes) throws IOException {
        return connection.input().readLine(maxBytes);
    }

    @Override
    public void continueLiteral() throws IOException {
        connection.output().ascii("+ Ready for the literal").crlf();
    }

    @Override
    public byte[] readLiteral(int length) throws IOException {
        byte[] octets = new byte[length];
        connection.input().readFully(octets, 0, length);
        return octets;
    }

    @Override
    public void discard(long length) throws IOException {
        connection.input().skip(length);
    }
}
