package org.mailroom.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class WireTest {
    @Test
    void readsLinesAndSkipsLiteralsPastItsBuffer() throws IOException {
        String literal = "x\r\nA OK not this one\r\n".repeat(50);
        String script =
                "* 12 EXISTS\r\n* 1 FETCH (BODY[] {"
                        + literal.length()
                        + "}\r\n"
                        + literal
                        + " UID 7)\r\n"
                        + "y".repeat(500)
                        + "\r\nA OK\r\n";
        try (ServerSocket server = listen();
                Deadline deadline = new Deadline(Duration.ofSeconds(10));
                Wire wire = Wire.open(deadline, address(server), 32)) {
            send(server, script);
            wire.readLine();
            assertThat(wire.line()).isEqualTo("* 12 EXISTS");
            assertThat(wire.number(2)).isEqualTo(12);
            assertThat(wire.endsWith(bytes(" EXISTS"))).isTrue();
            assertThat(wire.literal()).isEqualTo(-1);
            wire.readLine();
            assertThat(wire.literal()).isEqualTo(literal.length());
            wire.skip(literal.length());
            wire.readLine();
            assertThat(wire.line()).isEqualTo(" UID 7)");
            wire.readLine();
            assertThat(wire.length()).isEqualTo(500);
            wire.readLine();
            assertThat(wire.at(2)).isEqualTo((byte) 'O');
        }
    }

    @Test
    void knowsBothKindsOfLiteral() throws IOException {
        try (ServerSocket server = listen();
                Deadline deadline = new Deadline(Duration.ofSeconds(10));
                Wire wire = Wire.open(deadline, address(server), 32)) {
            send(server, "a {12+}\r\na {0}\r\na {}\r\na }\r\n\r\na 5}\r\n");
            long[] literals = new long[6];
            for (int i = 0; i < literals.length; i++) {
                wire.readLine();
                literals[i] = wire.literal();
            }
            assertThat(literals).containsExactly(12, 0, -1, -1, -1, -1);
        }
    }

    @Test
    void aDeadlineEndsARead() throws IOException {
        try (ServerSocket server = listen();
                Deadline deadline = new Deadline(Duration.ofMillis(100));
                Wire wire = Wire.open(deadline, address(server), 32)) {
            assertThatThrownBy(wire::readLine).hasMessageContaining("no answer within");
        }
    }

    @Test
    void findsTheFirstFeedWhereverItIs() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] data = new byte[random.nextInt(1, 40)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (random.nextInt(12) == 0 ? '\n' : random.nextInt(256));
            }
            int from = random.nextInt(data.length + 1);
            int expected = -1;
            for (int i = from; i < data.length && expected < 0; i++) {
                expected = data[i] == '\n' ? i : -1;
            }
            assertThat(Wire.indexOfFeed(data, from, data.length)).isEqualTo(expected);
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private static void send(ServerSocket server, String script) throws IOException {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(bytes(script));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
