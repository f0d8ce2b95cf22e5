package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.testkit.TestClient;

import java.nio.file.Path;
import java.util.HexFormat;

/** A load balancer in front: it says who the client is, and nobody comes in without it. */
@Timeout(90)
class ProxyTest {
    /** From 192.0.2.1:8080 to 198.51.100.2:25 over TCP. */
    private static final byte[] HEADER =
            HexFormat.of()
                    .parseHex(
                            "0D0A0D0A000D0A515549540A"
                                    + "2111000C"
                                    + "C0000201"
                                    + "C6336402"
                                    + "1F90"
                                    + "0019");

    @TempDir private Path directory;

    @Test
    void theClientIsWhomTheBalancerNames() throws Exception {
        try (LiveServer server = LiveServer.start(directory, "listen.proxy-networks=127.0.0.0/8")) {
            int port = server.port("SMTP/STARTTLS");
            try (TestClient client = TestClient.plain(port)) {
                client.sendRaw(HEADER);
                client.expect("220 *");
                client.send("EHLO relay.test");
                client.until("250 *");
                // systems on the loopback network are trusted; this client is not there
                client.ask("MAIL FROM:<a@demo.test>", "550 5.7.1 *");
            }
            try (TestClient client = TestClient.plain(port)) {
                client.send("EHLO nobody.test");
                assertThat(client.atEnd()).isTrue();
            }
        }
        assertThat(directory.resolve("server.log")).content().doesNotContain("Exception");
    }
}
