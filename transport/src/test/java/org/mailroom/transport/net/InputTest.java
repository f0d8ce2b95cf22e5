package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.transport.net.Line.Ending;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

@Timeout(30)
class InputTest {
    @ParameterizedTest
    @CsvSource({
        "abc\\r\\n, abc, CRLF, false",
        "\\r\\n, '', CRLF, false",
        "\\n, '', BARE_LF, false",
        "abc\\n, abc, BARE_LF, false",
        "a\\rb\\r\\n, a\\rb, CRLF, true",
        "a\\r\\r\\n, a\\r, CRLF, true",
        "a\\rb\\n, a\\rb, BARE_LF, true",
        "12345678\\r\\n, 12345678, CRLF, false",
        "12345678\\n, 12345678, BARE_LF, false",
        "123456789\\r\\n, 12345678, TOO_LONG, false",
        "123456789\\n, 12345678, TOO_LONG, false",
        "1234567\\r\\r\\n, 1234567\\r, CRLF, true",
        "1234567\\r9\\r\\n, 1234567\\r, TOO_LONG, true",
    })
    void readsLines(String sent, String bytes, Ending ending, boolean bareCr) throws IOException {
        Input input = Input.of((sent.translateEscapes() + "next\r\n").getBytes(ISO_8859_1));
        Line line = input.readLine(8);
        assertThat(line.latin1()).isEqualTo(bytes.translateEscapes());
        assertThat(line.ending()).isEqualTo(ending);
        assertThat(line.bareCr()).isEqualTo(bareCr);
        assertThat(line.strict()).isEqualTo(ending == Ending.CRLF && !bareCr);
        assertThat(input.readLine(8).latin1()).isEqualTo("next");
        assertThatThrownBy(() -> input.readLine(8)).isInstanceOf(ConnectionClosed.class);
    }

    /** However the bytes are cut into packets, the same lines come out as from one piece. */
    @Test
    void readsTheSameLinesFromAnyPieces() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            int length = random.nextInt(i % 50 == 0 ? 40_000 : 60);
            for (int j = 0; j < length; j++) text.append("ab\rc".charAt(random.nextInt(4)));
            text.append(random.nextBoolean() ? "\r\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        StringBuilder expected = new StringBuilder();
        Input whole = Input.of(bytes);
        for (int i = 0; i < 300; i++) expected.append(shown(whole.readLine(50))).append('\n');
        TransportLimits limits = TransportLimits.defaults();
        TestServer.Serving digest =
                connection -> {
                    StringBuilder seen = new StringBuilder();
                    for (int i = 0; i < 300; i++) {
                        seen.append(shown(connection.input().readLine(50))).append('\n');
                    }
                    connection.output().ascii(Integer.toString(seen.toString().hashCode())).crlf();
                };
        try (TestServer server = TestServer.plain(limits, digest);
                TestClient client = TestClient.plain(server.port())) {
            for (int from = 0; from < bytes.length; ) {
                int count = Math.min(bytes.length - from, 1 + random.nextInt(3000));
                client.sendRaw(java.util.Arrays.copyOfRange(bytes, from, from + count));
                from += count;
            }
            assertThat(client.line())
                    .as("seed %d", seed)
                    .isEqualTo(Integer.toString(expected.toString().hashCode()));
        }
    }

    private static String shown(Line line) {
        return line.latin1() + " " + line.ending() + " " + line.bareCr();
    }

    @Test
    void givesUpOnALineThatNeverEnds() {
        try (TestServer server =
                        TestServer.plain(
                                TestServer.limits(9, 9, java.time.Duration.ofSeconds(5)),
                                connection -> {
                                    try {
                                        connection.input().readCommand(100);
                                    } catch (OverlongInput e) {
                                        connection.output().ascii("500 too long").crlf();
                                    }
                                });
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw("x".repeat(50_000));
            client.expect("500 too long");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void readsLiterals() throws IOException {
        Input input = Input.of("12345abcdefgh\r\n67890rest".getBytes(ISO_8859_1));
        byte[] five = new byte[5];
        input.readFully(five, 0, 5);
        assertThat(new String(five, ISO_8859_1)).isEqualTo("12345");
        try (InputStream literal = input.stream(8)) {
            assertThat(literal.available()).isEqualTo(8);
            assertThat(literal.read()).isEqualTo('a');
            literal.skipNBytes(2);
            assertThat(new String(literal.readAllBytes(), ISO_8859_1)).isEqualTo("defgh");
            assertThat(literal.read()).isEqualTo(-1);
        }
        assertThat(input.readLine(0).strict()).isTrue();
        input.skip(5);
        assertThat(input.buffered()).isEqualTo(4);
        ByteBuffer rest = input.peek();
        assertThat(ISO_8859_1.decode(rest).toString()).isEqualTo("rest");
        input.consume(2);
        assertThat(input.read(five, 0, 5)).isEqualTo(2);
        assertThatThrownBy(() -> input.read(five, 0, 1)).isInstanceOf(ConnectionClosed.class);
        assertThatThrownBy(() -> input.consume(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
