package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once over shared buffers: each gets back what it sent, and nothing else. */
@Timeout(60)
class CrowdTest {
    private static final int CLIENTS = 40;
    private static final int ROUNDS = 60;

    @TempDir Path files;

    /** Lines come back as they are, among wake-ups. */
    private static void serve(Connection connection) throws IOException {
        while (!connection.draining()) {
            Wait wait = connection.awaitInput(Duration.ofSeconds(20));
            if (wait == Wait.WOKEN) continue;
            if (wait != Wait.INPUT) return;
            Line line = connection.input().readCommand(100_000);
            connection.output().write(line.bytes()).crlf();
            if (line.bytes().length % 3 == 0) connection.wake();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TLS"})
    void keepsClientsApart(Security security) throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (TestServer server = TestServer.secured(security, files, CrowdTest::serve);
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> crowd = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String mark = "client" + i + ",";
                SplittableRandom own = random.split();
                crowd.add(threads.submit(() -> talk(server.port(), security, mark, own)));
            }
            for (Future<?> each : crowd) {
                assertThat(each).as("seed %d", seed).succeedsWithin(Duration.ofSeconds(40));
            }
        }
    }

    private static void talk(int port, Security security, String mark, SplittableRandom random) {
        try (TestClient client =
                security == Security.TLS ? TestClient.tls(port) : TestClient.plain(port)) {
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder sent = new StringBuilder();
                List<String> lines = new ArrayList<>();
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    String line = mark.repeat(random.nextInt(random.nextInt(10) == 0 ? 5000 : 20));
                    lines.add(line);
                    sent.append(line).append("\r\n");
                }
                client.sendRaw(sent.toString());
                for (String line : lines) assertThat(client.line()).isEqualTo(line);
            }
        }
    }
}
