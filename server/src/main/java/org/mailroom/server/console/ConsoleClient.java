package org.mailroom.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a command inside the server that owns the data directory. */
public final class ConsoleClient implements AutoCloseable {
    private final SocketChannel channel;

    private ConsoleClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Empty when no server answers at {@code socket}. */
    public static Optional<ConsoleClient> connect(Path socket) {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ConsoleClient(SocketChannel.open(UnixDomainSocketAddress.of(socket))));
        } catch (IOException e) {
            // A dead server's file. If it lives, opening the store will say so.
            return Optional.empty();
        }
    }

    /** The command's exit code. */
    public int run(List<String> arguments, Terminal terminal) throws IOException {
        try (BufferedReader in =
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            new Frame("dir", terminal.directory().toString()).write(out);
            new Frame("tty", Boolean.toString(terminal.interactive())).write(out);
            for (String argument : arguments) {
                new Frame("arg", argument).write(out);
            }
            new Frame("run", "").write(out);
            while (true) {
                Frame frame = Frame.read(in).orElseThrow(ConsoleClient::lost);
                switch (frame.word()) {
                    case "out" -> print(terminal.out(), frame.text());
                    case "err" -> print(terminal.err(), frame.text());
                    case "ask" -> new Frame("answer", terminal.password(frame.text())).write(out);
                    case "exit" -> {
                        return Integer.parseInt(frame.text());
                    }
                    default -> throw lost();
                }
            }
        }
    }

    private static void print(java.io.PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }

    private static IOException lost() {
        return new IOException("the server went away before the command was finished");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
