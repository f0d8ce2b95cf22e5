package org.mailroom.bench.peer;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Mailroom as its launcher starts it, with a new data folder and limits raised for one client. */
final class MailroomPeer implements Peer {
    /** The first start may have to build first. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final int[] PORTS = {8080, 2525, 2587, 2465, 2424, 2143, 2993};
    private static final int SMTP = 2525;
    private static final int LMTP = 2424;
    private static final int IMAP = 2143;

    private final List<String> launcher;
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
        Folder home = Folder.create(name());
        folder = home;
        int offset = freeOffset();
        Users users = Users.numbered(USERS, DOMAIN, PASSWORD);
        addUsers(home, users);
        List<String> command = new ArrayList<>(launcher);
        command.addAll(
                List.of(
                        "serve",
                        "--data",
                        home.at("data").toString(),
                        "--port-offset",
                        Integer.toString(offset)));
        command.addAll(limits());
        Child child = Child.start(home.at("mailroom.log"), command);
        server = child;
        Loopback.awaitGreeting(IMAP + offset, child, START);
        Loopback.awaitGreeting(SMTP + offset, child, Duration.ofSeconds(20));
        return new Target(
                name(),
                Loopback.HOST,
                IMAP + offset,
                OptionalInt.of(SMTP + offset),
                OptionalInt.of(LMTP + offset),
                users,
                new ProcessTree(List.of(child.pid())));
    }

    private void addUsers(Folder home, Users users) throws IOException {
        for (String user : users.addresses()) {
            List<String> command = new ArrayList<>(launcher);
            command.addAll(
                    List.of(
                            "user",
                            "add",
                            user,
                            "--password",
                            users.password(),
                            "--data",
                            home.at("data").toString()));
            Child.run(command);
        }
    }

    /** One generator on one address stands for thousands of clients. */
    private static List<String> limits() {
        return List.of();
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
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Mailroom's settings", "as shipped, but " + String.join(" ", limits()));
        return settings;
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
