package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.testkit.TestClient;
import org.mailroom.transport.testkit.Transcript;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

@Timeout(30)
class ConnectionTest {
    @TempDir Path files;

    /** Echoes lines, and knows STARTTLS and QUIT. */
    private static void echo(Connection connection) throws IOException {
        while (true) {
            String line = connection.input().readCommand(1000).latin1();
            connection.output().ascii("got ").ascii(line).crlf();
            if (line.equals("QUIT")) return;
            if (line.equals("STARTTLS")) connection.startTls();
        }
    }

    @Test
    void playsTranscripts() {
        try (TestServer server =
                TestServer.secured(Security.STARTTLS, files, ConnectionTest::echo)) {
            new Transcript(server.port())
                    .with("word", "hello")
                    .play(ConnectionTest.class, "echo.transcript");
        }
    }

    @Test
    void transcriptThatDoesNotFitFails() {
        try (TestServer server = TestServer.plain(ConnectionTest::echo)) {
            Transcript transcript = new Transcript(server.port());
            assertThatThrownBy(() -> transcript.play("t", "C1: a\nS1: got b"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("t:2: S1: got b")
                    .hasMessageContaining("got: got a");
        }
    }

    @Test
    void tellsWhoIsThere() {
        CompletableFuture<Connection> seen = new CompletableFuture<>();
        try (TestServer server =
                        TestServer.plain(
                                connection -> {
                                    seen.complete(connection);
                                    echo(connection);
                                });
                TestClient client = TestClient.plain(server.port())) {
            client.ask("QUIT", "got QUIT");
            Connection connection = seen.join();
            assertThat(connection.id()).isEqualTo("test-1");
            assertThat(connection.listener()).isEqualTo("test");
            assertThat(connection.remote().getPort()).isEqualTo(client.socket().getLocalPort());
            assertThat(connection.local().getPort()).isEqualTo(server.port());
            assertThat(connection.secure()).isFalse();
            assertThat(connection.startTlsAvailable()).isFalse();
        }
    }

    /** What a man in the middle puts behind STARTTLS must not be run as the client's command. */
    @Test
    void forgetsWhatWasPipelinedBehindStartTls() {
        try (TestServer server =
                        TestServer.secured(Security.STARTTLS, files, ConnectionTest::echo);
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw("STARTTLS\r\nINJECTED\r\n");
            client.expect("got STARTTLS");
            client.startTls();
            client.ask("MINE", "got MINE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bindsTheChannelOnBothSidesAlike(String protocol) {
        CompletableFuture<TlsInfo> info = new CompletableFuture<>();
        try (TestServer server =
                        TestServer.secured(
                                Security.TLS,
                                files,
                                connection -> {
                                    info.complete(connection.tls().orElseThrow());
                                    echo(connection);
                                });
                TestClient client = TestClient.plain(server.port()).startTls(protocol)) {
            client.ask("hello", "got hello");
            assertThat(info.join().protocol()).isEqualTo(protocol);
            assertThat(info.join().cipher()).contains("GCM");
            assertThat(info.join().clientCertificate()).isEmpty();
            assertThat(info.join().exporter().orElseThrow())
                    .hasSize(32)
                    .isEqualTo(client.channelBinding());
        }
    }

    @Test
    void refusesOldTls() {
        try (TestServer server = TestServer.secured(Security.TLS, files, ConnectionTest::echo);
                TestClient client = TestClient.plain(server.port())) {
            // A TLS 1.1 ClientHello: record, handshake, version 3.2, random, no session, one
            // cipher suite, no compression.
            byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
            byte[] start = {22, 3, 2, 0, 45, 1, 0, 0, 41, 3, 2};
            System.arraycopy(start, 0, hello, 0, start.length);
            byte[] end = {0, 0, 2, (byte) 0xC0, 0x13, 1, 0};
            System.arraycopy(end, 0, hello, hello.length - end.length, end.length);
            client.sendRaw(hello);
            byte[] alert = client.bytes(7);
            assertThat(alert[0]).as("alert").isEqualTo((byte) 21);
            assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLSv1.3", "TLSv1.2"})
    void carriesMuchBothWays(String kind) {
        int size = 3_000_000;
        boolean tls = !kind.equals("plain");
        TestServer.Serving copy =
                connection -> {
                    byte[] buffer = new byte[size];
                    connection.input().readFully(buffer, 0, size);
                    connection.output().number(size).crlf().write(buffer);
                };
        try (TestServer server =
                        tls
                                ? TestServer.secured(Security.TLS, files, copy)
                                : TestServer.plain(copy);
                TestClient client = TestClient.plain(server.port())) {
            if (tls) client.startTls(kind);
            byte[] sent = new byte[size];
            new java.util.Random(7).nextBytes(sent);
            client.sendRaw(sent);
            client.expect(Integer.toString(size));
            assertThat(client.bytes(size)).isEqualTo(sent);
            assertThat(client.atEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 123_456_789, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void writesNumbers(long number) {
        try (TestServer server =
                        TestServer.plain(
                                connection -> {
                                    // So that one number falls on the end of the buffer.
                                    for (int i = 0; i < 3000; i++) {
                                        connection.output().number(number).write(' ');
                                    }
                                    connection.output().ascii("§€").utf8("€").crlf();
                                });
                TestClient client = TestClient.plain(server.port())) {
            String euro =
                    new String("€".getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
            assertThat(client.line()).isEqualTo((number + " ").repeat(3000) + "§?" + euro);
        }
    }

    @Test
    void timesOutReading() {
        try (TestServer server =
                        TestServer.plain(
                                connection -> {
                                    connection.readTimeout(Duration.ofMillis(50));
                                    try {
                                        connection.input().readCommand(100);
                                    } catch (ReadTimeout e) {
                                        connection.output().ascii("421 timeout").crlf();
                                    }
                                });
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw("half a li");
            client.expect("421 timeout");
            assertThat(client.atEnd()).isTrue();
        }
    }

    /** The client's unread input must not make the network throw away our last line. */
    @Test
    void lastWordsArriveThoughInputIsLeft() {
        try (TestServer server =
                        TestServer.plain(
                                connection -> {
                                    connection.input().readCommand(10);
                                    connection.output().ascii("bye").crlf();
                                });
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw("x\r\n" + "y".repeat(300_000));
            client.expect("bye");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsOffAClientThatDoesNotRead(boolean tls) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        TestServer.Serving flood =
                connection -> {
                    byte[] chunk = new byte[100_000];
                    try {
                        connection.input().readCommand(10);
                        while (true) connection.output().write(chunk);
                    } catch (IOException e) {
                        ended.complete(e);
                        throw e;
                    }
                };
        TransportLimits limits = TestServer.limits(9, 9, Duration.ofMillis(200));
        ListenerSettings settings =
                ListenerSettings.of("test", 0, tls ? Security.TLS : Security.PLAIN);
        try (TestServer server = new TestServer(limits, settings, files, flood);
                TestClient client =
                        tls ? TestClient.tls(server.port()) : TestClient.plain(server.port())) {
            client.send("go");
            assertThat(ended.join()).isInstanceOf(WriteTimeout.class);
        }
    }

    @Test
    void closesOnWhatIsNotAHandshake() {
        try (TestServer server = TestServer.secured(Security.TLS, files, ConnectionTest::echo)) {
            for (String said :
                    new String[] {"EHLO there\r\n", "\0".repeat(20_000), "\u0016\u0003\u0001"}) {
                try (TestClient client = TestClient.plain(server.port())) {
                    client.sendRaw(said);
                    client.shutdownOutput();
                    client.rest();
                }
            }
            assertThat(server.transport.drain(Duration.ofSeconds(10))).isZero();
        }
    }

    @Test
    void waitsOnlySoLongForAHandshake() {
        TransportLimits limits =
                new TransportLimits(
                        9,
                        9,
                        java.util.List.of(),
                        9,
                        Duration.ofMillis(50),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        1024,
                        Duration.ofSeconds(5));
        ListenerSettings settings = ListenerSettings.of("test", 0, Security.TLS);
        try (TestServer server = new TestServer(limits, settings, files, ConnectionTest::echo);
                TestClient client = TestClient.plain(server.port())) {
            assertThat(client.atEnd()).isTrue();
        }
    }

    /** A fault of a handler ends its connection and no other. */
    @Test
    void survivesAFaultyHandler() {
        TestServer.Serving faulty =
                connection -> {
                    if (connection.input().readCommand(10).latin1().equals("bad")) {
                        throw new IllegalStateException("a bug");
                    }
                    connection.output().ascii("fine").crlf();
                };
        try (TestServer server = TestServer.plain(faulty);
                TestClient bad = TestClient.plain(server.port());
                TestClient good = TestClient.plain(server.port())) {
            bad.send("bad");
            assertThat(bad.atEnd()).isTrue();
            good.ask("good", "fine");
        }
    }
}
