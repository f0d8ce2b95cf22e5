package org.mailroom.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(20)
class WebServerTest {
    private final AtomicReference<Optional<String>> notReady =
            new AtomicReference<>(Optional.empty());
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;

    @BeforeEach
    void start() {
        LandingPage landing =
                new LandingPage(
                        new LandingPage.Connections(
                                "care.test",
                                List.of(
                                        new LandingPage.Service(
                                                "IMAP", "mail.care.test", 993, "TLS"),
                                        new LandingPage.Service("<odd>", "h", 1, "none")),
                                "AB:CD",
                                "Beware & enjoy"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = WebServer.start(any, notReady::get, metrics);
        server.show(landing);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void landingPageSaysHowToConnect() throws Exception {
        HttpResponse<String> page = fetch("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("mail.care.test", "993", "alice@care.test", "AB:CD", "Beware &amp; enjoy")
                .contains("&lt;odd&gt;")
                .doesNotContain("{{");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(fetch("/style.css").headers().firstValue("content-type").orElseThrow())
                .startsWith("text/css");
    }

    @Test
    void readinessFollowsTheParts() throws Exception {
        assertThat(fetch("/health/live").statusCode()).isEqualTo(200);
        assertThat(fetch("/health/ready").statusCode()).isEqualTo(200);
        notReady.set(Optional.of("store is opening"));
        HttpResponse<String> answer = fetch("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("store is opening");
        assertThat(fetch("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsShowTheJvmAndWhatIsHandedIn() throws Exception {
        metrics.gauge("mailroom.connections", "Open connections.", () -> 3, "protocol", "imap");
        Runnable received = metrics.counter("mailroom.received", "Messages.", "via", "smtp");
        received.run();
        received.run();
        assertThat(fetch("/metrics").body())
                .contains("jvm_memory_used_bytes")
                .contains("mailroom_connections{protocol=\"imap\"} 3.0")
                .contains("mailroom_received_total{via=\"smtp\"} 2.0");
    }

    @Test
    void unknownPathIsAProblem() throws Exception {
        HttpResponse<String> answer = fetch("/nowhere");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type").orElseThrow())
                .isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":404");
    }

    private HttpResponse<String> fetch(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
