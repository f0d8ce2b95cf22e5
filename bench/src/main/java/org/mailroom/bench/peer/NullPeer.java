package org.mailroom.bench.peer;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.scenario.Plan;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@link NullServer} in a JVM of its own. */
final class NullPeer implements Peer {
    private final Plan plan;
    private @Nullable Folder folder;
    private @Nullable Child server;

    NullPeer(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "null";
    }

    @Override
    public Target start() throws IOException {
        int[] ports = Loopback.freePorts(3);
        Folder home = Folder.create(name());
        folder = home;
        Child child =
                JavaChild.start(
                        home.at("null.log"),
                        List.of(),
                        NullServer.class,
                        Integer.toString(ports[0]),
                        Integer.toString(ports[1]),
                        Integer.toString(ports[2]),
                        Integer.toString(plan.listed()),
                        Integer.toString(plan.read()));
        server = child;
        for (int port : ports) {
            Loopback.awaitGreeting(port, child, Duration.ofSeconds(20));
        }
        return new Target(
                name(),
                Loopback.HOST,
                ports[0],
                OptionalInt.of(ports[1]),
                OptionalInt.of(ports[2]),
                Users.numbered(USERS, DOMAIN, PASSWORD),
                new ProcessTree(List.of(child.pid())));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
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
