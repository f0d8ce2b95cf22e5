package org.mailroom.smtp.command;

import org.mailroom.transport.net.Line;

import java.nio.charset.StandardCharsets;

/**
 * Any line is a command or a syntax error with a reply; what was read writes and reads the same.
 */
public final class CommandFuzz {
    private CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Command command = CommandParser.parse(new Line(input, Line.Ending.CRLF, false));
            if (command instanceof Command.Mail(var path, var size, var b, var u, var e, var w)
                    && path.isPresent()) {
                String again = "MAIL FROM:<" + path.get() + ">";
                byte[] bytes = again.getBytes(StandardCharsets.UTF_8);
                Command second = CommandParser.parse(new Line(bytes, Line.Ending.CRLF, false));
                if (!((Command.Mail) second).reversePath().equals(path)) {
                    throw new IllegalStateException(again + " reads differently");
                }
            }
        } catch (SyntaxError expected) {
            if (expected.code() < 500 || expected.getMessage() == null) {
                throw new IllegalStateException("no reply", expected);
            }
        }
    }
}
