package org.mailroom.server;

import org.mailroom.server.command.MailroomCommand;
import org.mailroom.server.console.Terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Runs commands in this JVM and keeps what they say. */
public final class ServerKit implements Terminal {
    private final Path directory;
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final PrintWriter out = new PrintWriter(output);
    private final PrintWriter err = new PrintWriter(errors);
    private final Deque<String> passwords = new ArrayDeque<>();

    public ServerKit(Path directory) {
        this.directory = directory;
    }

    /** What the next prompts are answered with. */
    public ServerKit typing(String... answers) {
        passwords.addAll(List.of(answers));
        return this;
    }

    public int run(String... arguments) {
        return MailroomCommand.run(arguments, this);
    }

    public String output() {
        return output.toString();
    }

    public String errors() {
        return errors.toString();
    }

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
        return false;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public String password(String prompt) throws IOException {
        if (passwords.isEmpty()) {
            throw new IOException("no password given");
        }
        return passwords.removeFirst();
    }
}
