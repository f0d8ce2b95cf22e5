package org.mailroom.imap.parser;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.transport.net.Input;
import org.mailroom.transport.net.Line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client sent, all of it, and how often it was told to go on. */
final class WireText implements CommandSource {
    private final Input input;
    private int continuations;

    WireText(byte[] octets) {
        this.input = Input.of(octets);
    }

    WireText(String text) {
        this(text.getBytes(StandardCharsets.UTF_8));
    }

    static CommandParser parser(String text) {
        return new CommandParser(new WireText(text), ParserLimits.DEFAULT);
    }

    /** The command in a line without its end. */
    static Command parse(String line) throws IOException {
        return parser(line + "\r\n").next(NameEncoding.MODIFIED_UTF7);
    }

    int continuations() {
        return continuations;
    }

    @Override
    public Line readCommand(int maxBytes) throws IOException {
        return input.readCommand(maxBytes);
    }

    @Override
    public Line readLine(int maxBytes) throws IOException {
        return input.readLine(maxBytes);
    }

    @Override
    public void continueLiteral() {
        continuations++;
    }

    @Override
    public byte[] readLiteral(int length) throws IOException {
        byte[] octets = new byte[length];
        input.readFully(octets, 0, length);
        return octets;
    }

    @Override
    public void discard(long length) throws IOException {
        input.skip(length);
    }
}
