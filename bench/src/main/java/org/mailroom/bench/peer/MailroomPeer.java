package org.mailroom.bench.peer;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Mailroom as its launcher starts it, with a new data folder. Users are added by its command line.
 */
final class MailroomPeer implements Peer {
    /** The first start may have to build first. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final int[] PORTS = {8080, 2525, 2587, 2465, 2424, 2143, 2993};
    private static final String SETTINGS = "mailroom.yaml";
    private static final int SMTP = 2525;
    private static final int LMTP = 2424;
    private static final int IMAP = 2143;

    private final List<String> launcher;
    private @Nullable Folder template;
    private @Nullable Folder folder;
    private @Nullable Child server;

    MailroomPeer(List<String> launcher) {
        this.launcher = List.copyOf(launcher);
    }

    @Override
    public String name() {
        return Peers.MAILROOM;
    }

    @Override
    public Target start() throws IOException {
        if (template == null) {
            template = makeTemplate();
        }
        Folder home = Folder.create(name());
        folder = home;
        template.copyTo(home);
        int offset = freeOffset();
        Child child = serve(home, offset);
        server = child;
        return new Target(
                name(),
                Loopback.HOST,
                IMAP + offset,
                OptionalInt.of(SMTP + offset),
                OptionalInt.of(LMTP + offset),
                Users.numbered(USERS, DOMAIN, PASSWORD),
                new ProcessTree(List.of(child.pid())));
    }

    /** A stopped server with users and no mail, to be copied for every start. */
    private Folder makeTemplate() throws IOException {
        Folder made = Folder.create(name() + "-template");
        Runtime.getRuntime().addShutdownHook(new Thread(made::delete));
        made.fill(SETTINGS, SETTINGS, Map.of());
        try (Child child = serve(made, freeOffset())) {
            for (String user : Users.numbered(USERS, DOMAIN, PASSWORD).addresses()) {
                Child.run(command(made, "user", "add", user), PASSWORD + "\n");
                child.check();
            }
        }
        return made;
    }

    private Child serve(Folder home, int offset) throws IOException {
        Child child =
                Child.start(
                        home.at("mailroom.log"),
                        command(home, "serve", "--port-offset", Integer.toString(offset)));
        try {
            Loopback.awaitGreeting(IMAP + offset, child, START);
            Loopback.awaitGreeting(SMTP + offset, child, Duration.ofSeconds(20));
            return child;
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    private List<String> command(Folder home, String... words) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("--data", home.at("data").toString()));
        command.addAll(List.of("--config", home.at(SETTINGS).toString()));
        return command;
    }

    private static int freeOffset() throws IOException {
        for (int offset = 20_000; offset < 40_000; offset += 100) {
            int shift = offset;
            if (Loopback.free(IntStream.of(PORTS).map(port -> port + shift).toArray())) {
                return offset;
            }
        }
        throw new IOException("no free ports for " + Arrays.toString(PORTS) + " with an offset");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "Mailroom",
                "H2, as shipped; allowed 1,000 connections per user and LOGIN without TLS");
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
        if (folder != null) {
            folder.delete();
            folder = null;
        }
    }
}
