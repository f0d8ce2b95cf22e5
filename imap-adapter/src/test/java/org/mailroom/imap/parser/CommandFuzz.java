package org.mailroom.imap.parser;

import org.mailroom.imap.command.Append;
import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.MessageLiteral;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.transport.net.ConnectionClosed;

import java.io.IOException;

/**
 * Any octets are a run of commands and refusals that ends with the input. The first octet chooses
 * the encoding of names and whether messages appended are taken.
 */
public final class CommandFuzz {
    private CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        NameEncoding names = (choice & 1) == 0 ? NameEncoding.UTF8 : NameEncoding.MODIFIED_UTF7;
        WireText wire = new WireText(input);
        CommandParser parser = new CommandParser(wire, ParserLimits.DEFAULT);
        // Every command takes at least a line's end from the input.
        for (int i = 0; i <= input.length; i++) {
            try {
                Command command = parser.next(names);
                if (command.toString().isEmpty()) throw new AssertionError("no text");
                if (command instanceof Append append) {
                    append(parser, wire, append, (choice & 2) == 0);
                }
                if (command instanceof Command.Copy copy) check(copy.messages());
            } catch (SyntaxError e) {
                if (e.message().isBlank()) throw new AssertionError("no message");
                if (e.answer() == SyntaxError.Answer.CLOSE) return;
            } catch (ConnectionClosed e) {
                return;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("more commands than lines");
    }

    private static void append(CommandParser parser, WireText wire, Append append, boolean take)
            throws IOException {
        MessageLiteral literal = append.first().literal();
        if (!take) {
            parser.abandonAppend(false);
            return;
        }
        while (true) {
            wire.discard(literal.size());
            var next = parser.nextMessage();
            if (next.isEmpty()) return;
            literal = next.get().literal();
        }
    }

    /** What was read can be written and read again. */
    private static void check(SequenceSet set) {
        if (!set.isEmpty() && !SequenceSet.parse(set.toString()).equals(set)) {
            throw new AssertionError(set.toString());
        }
        SequenceSet resolved = set.resolve(100);
        for (int i = 0; i < resolved.rangeCount(); i++) {
            if (resolved.first(i) > resolved.last(i)) throw new AssertionError(set.toString());
        }
    }
}
