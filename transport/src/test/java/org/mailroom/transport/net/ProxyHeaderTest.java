package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.testkit.TestClient;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;

@Timeout(30)
class ProxyHeaderTest {
    private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";

    private static final TestServer.Serving TELL =
            connection -> {
                connection.output().ascii(connection.remote() + " " + connection.local()).crlf();
                String line = connection.input().readCommand(100).latin1();
                connection.output().ascii("got ").ascii(line).crlf();
            };

    private static byte[] header(String hex) {
        return HexFormat.of().parseHex(SIGNATURE + hex);
    }

    @Test
    void takesTheClientFromTheProxy() {
        try (TestServer server = TestServer.proxied("127.0.0.0/8", TELL);
                TestClient client = TestClient.plain(server.port())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(
                    header("2111000F" + "C0000201" + "C6336402" + "1F90" + "008F" + "040000"));
            all.writeBytes("hi\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            client.sendRaw(all.toByteArray());
            client.expect("/192.0.2.1:8080 /198.51.100.2:143");
            client.expect("got hi");
        }
    }

    @Test
    void takesItInPiecesAndForIpV6() {
        try (TestServer server = TestServer.proxied("127.0.0.1", TELL);
                TestClient client = TestClient.plain(server.port())) {
            String source = "20010DB8000000000000000000000001";
            String destination = "20010DB8000000000000000000000002";
            for (byte b : header("21210024" + source + destination + "00010002")) {
                client.sendRaw(new byte[] {b});
            }
            client.expect("/*2001:db8:0:0:0:0:0:1*:1 /*2001:db8:0:0:0:0:0:2*:2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000000", "21000000", "2000000400000000"})
    void keepsItsOwnAddressesForHealthChecks(String hex) {
        try (TestServer server = TestServer.proxied("127.0.0.1", TELL);
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw(header(hex));
            client.expect("/127.0.0.1:" + client.socket().getLocalPort() + " *");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000C000000000000000000000000", // version 1
                "2211000C000000000000000000000000", // unknown command
                "2131000C000000000000000000000000", // Unix sockets
                "21110004C0000201", // cut short
                "2111FFFF", // too long
            })
    void closesOnGarbage(String hex) {
        try (TestServer server = TestServer.proxied("127.0.0.1", TELL);
                TestClient client = TestClient.plain(server.port())) {
            client.sendRaw(header(hex));
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void closesOnRandomGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestServer server = TestServer.proxied("127.0.0.1", TELL)) {
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[16 + random.nextInt(100)];
                random.nextBytes(garbage);
                try (TestClient client = TestClient.plain(server.port())) {
                    client.sendRaw(garbage);
                    assertThat(client.atEnd()).as("seed %d", seed).isTrue();
                }
            }
        }
    }

    /** Anyone can write a header; only the configured proxies are believed. */
    @Test
    void takesOthersAsTheyAre() {
        try (TestServer server = TestServer.proxied("192.0.2.0/24", TELL);
                TestClient client = TestClient.plain(server.port())) {
            client.expect("/127.0.0.1:*");
            client.sendRaw(header("2111000CC0000201C63364021F90008F"));
            client.expect("got ");
        }
    }
}
