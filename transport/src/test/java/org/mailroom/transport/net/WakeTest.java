package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(30)
class WakeTest {
    @TempDir Path files;

    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    /** Says what ended each wait, as IDLE would. */
    private void idle(Connection connection) throws IOException {
        connections.add(connection);
        Duration patience = Duration.ofSeconds(20);
        connection.output().ascii("idling").crlf();
        while (true) {
            Wait wait = connection.awaitInput(patience);
            connection.output().ascii(wait.name()).crlf();
            switch (wait) {
                case INPUT -> {
                    String line = connection.input().readCommand(100).latin1();
                    if (line.equals("WAKE")) connection.wake();
                    patience = Duration.ofMillis(line.equals("SHORT") ? 20 : 20_000);
                }
                case WOKEN -> {}
                case TIMEOUT -> patience = Duration.ofSeconds(20);
                case DRAINING, CLOSED -> {
                    return;
                }
            }
        }
    }

    private TestServer server(boolean tls) {
        return tls
                ? TestServer.secured(Security.TLS, files, this::idle)
                : TestServer.plain(this::idle);
    }

    private static TestClient client(TestServer server, boolean tls) {
        return tls ? TestClient.tls(server.port()) : TestClient.plain(server.port());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsTheWaitForWhateverComesFirst(boolean tls) throws Exception {
        try (TestServer server = server(tls);
                TestClient client = client(server, tls)) {
            client.expect("idling");
            Connection connection = connections.take();
            connection.wake();
            client.expect("WOKEN");
            connection.wake();
            client.expect("WOKEN");
            client.ask("hello", "INPUT");
            client.ask("WAKE", "INPUT");
            client.expect("WOKEN");
            client.ask("SHORT", "INPUT");
            client.expect("TIMEOUT");
            client.sendRaw("a\r\nb\r\n");
            client.expect("INPUT");
            client.expect("INPUT");
            server.transport.drain(Duration.ofSeconds(5));
            client.expect("DRAINING");
            assertThat(client.atEnd()).isTrue();
        }
    }

    /** Wakes race with input and with the beginning of each wait; none may be lost. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNoWake(boolean tls) throws Exception {
        try (TestServer server = server(tls);
                TestClient client = client(server, tls)) {
            client.expect("idling");
            Connection connection = connections.take();
            for (int i = 0; i < 2_000; i++) {
                connection.wake();
                if (i % 3 == 0) {
                    client.send("x");
                    assertThat(new String[] {client.line(), client.line()})
                            .containsExactlyInAnyOrder("WOKEN", "INPUT");
                } else {
                    client.expect("WOKEN");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noticesThatTheClientLeft(boolean tls) throws Exception {
        try (TestServer server = server(tls)) {
            TestClient client = client(server, tls);
            client.expect("idling");
            client.close();
            assertThat(server.transport.drain(Duration.ofSeconds(5))).isZero();
        }
    }
}
