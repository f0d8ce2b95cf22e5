package org.mailroom.imap.parser;

import org.mailroom.transport.net.Line;

import java.io.IOException;

/** What the parser needs of a connection. Every amount it asks for is bounded. */
public interface CommandSource {
    /** The line that begins a command: here, and only here, a connection may idle or be drained. */
    Line readCommand(int maxBytes) throws IOException;

    /** A further line of a command, after a literal. */
    Line readLine(int maxBytes) throws IOException;

    /** Tells the client to send the synchronising literal it announced. RFC 9051 §4.3. */
    void continueLiteral() throws IOException;

    /** Exactly that many bytes. */
    byte[] readLiteral(int length) throws IOException;

    /** Reads and forgets exactly that many bytes. */
    void discard(long length) throws IOException;
}
