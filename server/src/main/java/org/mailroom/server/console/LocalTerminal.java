package org.mailroom.server.console;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process's own standard streams. */
@SuppressWarnings(
        "SystemConsoleNull") // The null check is for NullAway, which believes the old JDK.
public final class LocalTerminal implements Terminal {
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    @Override
    public boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Path directory() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public String password(String prompt) throws IOException {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Terminal.firstLine(System.in);
        }
        char[] password = console.readPassword("%s", prompt);
        if (password == null) {
            throw new IOException("no password given");
        }
        return new String(password);
    }
}
