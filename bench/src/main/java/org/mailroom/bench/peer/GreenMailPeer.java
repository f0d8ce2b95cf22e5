package org.mailroom.bench.peer;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * GreenMail in a JVM of its own. It has no LMTP and keeps all mail in memory: nothing is durable.
 */
final class GreenMailPeer implements Peer {
    private @Nullable Folder folder;
    private @Nullable Child server;

    @Override
    public String name() {
        return "greenmail";
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public Target start() throws IOException {
        int[] ports = Loopback.freePorts(2);
        Folder home = Folder.create(name());
        folder = home;
        Users users = Users.numbered(USERS, DOMAIN, PASSWORD);
        Child child =
                JavaChild.start(
                        home.at("greenmail.log"),
                        List.of("-Xmx6g"),
                        GreenMailServer.class,
                        Integer.toString(ports[0]),
                        Integer.toString(ports[1]),
                        PASSWORD,
                        String.join(",", users.addresses()));
        server = child;
        Loopback.awaitGreeting(ports[0], child, Duration.ofSeconds(30));
        Loopback.awaitGreeting(ports[1], child, Duration.ofSeconds(30));
        return new Target(
                name(),
                Loopback.HOST,
                ports[0],
                OptionalInt.of(ports[1]),
                OptionalInt.empty(),
                users,
                new ProcessTree(List.of(child.pid())));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("GreenMail", GreenMailServer.version() + ", in memory, not durable");
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
