package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

@Timeout(30)
class DrainTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private void serve(Connection connection) throws IOException {
        connection.output().ascii("hello").crlf();
        try {
            while (true) {
                String line = connection.input().readCommand(100).latin1();
                if (line.equals("WORK")) {
                    begun.countDown();
                    mayEnd.await();
                }
                if (line.equals("MORE")) {
                    connection.output().ascii("+ go on").crlf();
                    line += connection.input().readLine(100).latin1();
                }
                connection.output().ascii("done ").ascii(line).crlf();
            }
        } catch (Draining e) {
            connection.output().ascii("BYE").crlf();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysGoodByeToTheIdle() {
        try (TestServer server = TestServer.plain(this::serve);
                TestClient client = TestClient.plain(server.port())) {
            client.expect("hello");
            assertThat(server.transport.drain(Duration.ofSeconds(10))).isZero();
            client.expect("BYE");
            assertThat(client.atEnd()).isTrue();
            Assertions.assertThatThrownBy(() -> TestClient.plain(server.port()))
                    .hasCauseInstanceOf(ConnectException.class);
            assertThat(server.listener.connections()).isZero();
        }
    }

    @Test
    void letsCommandsFinish() throws Exception {
        try (TestServer server = TestServer.plain(this::serve);
                TestClient working = TestClient.plain(server.port());
                TestClient asked = TestClient.plain(server.port())) {
            working.send("WORK");
            begun.await();
            asked.expect("hello");
            asked.ask("MORE", "+ go on");
            CompletableFuture<Integer> cut =
                    CompletableFuture.supplyAsync(
                            () -> server.transport.drain(Duration.ofSeconds(10)));
            asked.ask(" words", "done MORE words");
            asked.expect("BYE");
            assertThat(cut).isNotDone();
            mayEnd.countDown();
            working.expect("hello");
            working.expect("done WORK");
            working.expect("BYE");
            assertThat(cut.join()).isZero();
        }
    }

    @Test
    void cutsOffWhoDoesNotEnd() throws Exception {
        try (TestServer server = TestServer.plain(this::serve);
                TestClient client = TestClient.plain(server.port())) {
            client.expect("hello");
            client.send("WORK");
            begun.await();
            assertThat(server.transport.drain(Duration.ofMillis(50))).isEqualTo(1);
            assertThat(client.atEnd()).isTrue();
            mayEnd.countDown();
        }
    }

    /** Someone who connects to a TLS port and says nothing must not hold up the shutdown. */
    @Test
    void doesNotWaitForHandshakes(@TempDir Path files) {
        try (TestServer server = TestServer.secured(Security.TLS, files, this::serve);
                TestClient silent = TestClient.plain(server.port());
                TestClient other = TestClient.tls(server.port())) {
            other.expect("hello");
            assertThat(server.transport.drain(Duration.ofSeconds(10))).isZero();
            assertThat(silent.rest()).isEmpty();
            other.expect("BYE");
        }
    }
}
