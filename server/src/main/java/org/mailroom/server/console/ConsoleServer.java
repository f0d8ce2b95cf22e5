package org.mailroom.server.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs commands for whoever may open the socket file: its owner. */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int MAX_ARGUMENTS = 1000;

    /** Runs one command line and gives its exit code. */
    @FunctionalInterface
    public interface Runner {
        int run(List<String> arguments, Terminal terminal);
    }

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Runner runner;

    private ConsoleServer(Path socket, ServerSocketChannel channel, Runner runner) {
        this.socket = socket;
        this.channel = channel;
        this.runner = runner;
    }

    /** The caller owns the data directory, so a socket file found there is a dead server's. */
    public static ConsoleServer start(Path socket, Runner runner) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        ConsoleServer server = new ConsoleServer(socket, channel, runner);
        Thread.ofVirtual().name("console").start(server::accept);
        return server;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                // A platform thread: a command may run for long and pin nothing of the servers.
                Thread.ofPlatform().daemon().name("command").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("The console socket failed", e);
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
            Request request = Request.read(in);
            RemoteTerminal terminal = new RemoteTerminal(request, in, out);
            int exit = runner.run(request.arguments(), terminal);
            terminal.out().flush();
            terminal.err().flush();
            new Frame("exit", Integer.toString(exit)).write(out);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The console client left", e);
        }
    }

    private record Request(Path directory, boolean interactive, List<String> arguments) {

        static Request read(BufferedReader in) throws IOException {
            Path directory = Path.of("/");
            boolean interactive = false;
            List<String> arguments = new ArrayList<>();
            while (true) {
                Frame frame = Frame.read(in).orElseThrow(() -> new IOException("no command"));
                switch (frame.word()) {
                    case "dir" -> directory = Path.of(frame.text());
                    case "tty" -> interactive = frame.text().equals("true");
                    case "arg" -> arguments.add(frame.text());
                    case "run" -> {
                        return new Request(directory, interactive, arguments);
                    }
                    default -> throw new IOException("unknown word on the console");
                }
                if (arguments.size() > MAX_ARGUMENTS) {
                    throw new IOException("too many arguments");
                }
            }
        }
    }

    /** The terminal at the other end of the socket. */
    private static final class RemoteTerminal implements Terminal {
        private final Request request;
        private final BufferedReader in;
        private final Writer socket;
        private final PrintWriter out;
        private final PrintWriter err;

        RemoteTerminal(Request request, BufferedReader in, Writer socket) {
            this.request = request;
            this.in = in;
            this.socket = socket;
            this.out = new PrintWriter(new Frames("out", socket), true);
            this.err = new PrintWriter(new Frames("err", socket), true);
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
            return request.interactive();
        }

        @Override
        public Path directory() {
            return request.directory();
        }

        @Override
        public String password(String prompt) throws IOException {
            synchronized (socket) {
                new Frame("ask", prompt).write(socket);
            }
            return Frame.read(in)
                    .filter(frame -> frame.word().equals("answer"))
                    .map(Frame::text)
                    .orElseThrow(() -> new IOException("no password given"));
        }
    }

    /** A writer whose every flush is one frame. */
    private static final class Frames extends Writer {
        private final String word;
        private final Writer socket;
        private final StringBuilder pending = new StringBuilder();

        Frames(String word, Writer socket) {
            this.word = word;
            this.socket = socket;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            synchronized (pending) {
                pending.append(buffer, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            String text;
            synchronized (pending) {
                text = pending.toString();
                pending.setLength(0);
            }
            if (!text.isEmpty()) {
                synchronized (socket) {
                    new Frame(word, text).write(socket);
                }
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
