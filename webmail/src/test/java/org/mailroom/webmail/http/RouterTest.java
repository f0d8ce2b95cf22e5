package org.mailroom.webmail.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.Metrics;
import org.mailroom.webmail.WebServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The router over a socket, with routes of its own. */
@Timeout(60)
class RouterTest {
    private static TestStore store;
    private static AuditLog audit;
    private static Directory directory;
    private static Organisation organisation;
    private static WebServer web;

    @BeforeAll
    static void start() {
        store = TestStore.create();
        InstantSource clock = InstantSource.system();
        directory = new Directory(store.store().accounts(), DirectorySettings.defaults(), clock);
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(store.store(), store.masters(), directory, audit, clock);
        web =
                WebServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional::empty,
                        new Metrics());
        web.serve(router(routes()));
    }

    @AfterAll
    static void stop() {
        web.close();
        organisation.close();
        audit.close();
        directory.close();
        store.close();
    }

    private static Router router(List<Route> routes) {
        Surface surface = Surface.json(routes, (route, body) -> List.of());
        return new Router(organisation.tokens(), Sessions.NONE, List.of(surface));
    }

    private static List<Route> routes() {
        return List.of(
                Route.get("/api/x/{name}", Access.open(), call -> Answer.ok(call.path("name"))),
                Route.get("/api/x/written", Access.open(), call -> Answer.ok("written")),
                Route.post("/api/x/echo", Access.open(), call -> Answer.ok(call.tree())),
                Route.get(
                        "/api/refused/{reason}",
                        Access.open(),
                        call -> {
                            throw new Refused(
                                    Refused.Reason.valueOf(call.path("reason")), "the text");
                        }),
                Route.get(
                        "/api/broken",
                        Access.open(),
                        call -> {
                            throw new IllegalStateException("a secret of ours");
                        }));
    }

    /** Writes a request as it stands, and reads the whole answer. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static String get(String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/x/a%40b.example, a@b.example",
        "/api/x/a+b, a+b",
        "/api/x/written, written",
        "/api/x/%77ritten, written",
        "/api/x/%C3%A4, ä",
        "/api/x/a%2Fb%40c, a/b@c",
        "/api/x/..%2F..%2Fetc, ../../etc"
    })
    void pathsAreDecodedOnce(String path, String expected) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 200").contains("\"" + expected + "\"");
    }

    @ParameterizedTest
    @CsvSource({"/api/x/%zz", "/api/x/%", "/api/x/a;b=c/../d", "/api/x/../../etc"})
    void pathsThatMeanSomethingElseAreRefused(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 4").doesNotContain("at org.");
    }

    @Test
    void ourOwnFaultsStayOurs() throws IOException {
        assertThat(get("/api/broken"))
                .startsWith("HTTP/1.1 500")
                .contains("server-error")
                .doesNotContain("secret")
                .doesNotContain("IllegalState");
    }

    @Test
    void everyReasonIsTranslated() throws IOException {
        for (Refused.Reason reason : Refused.Reason.values()) {
            String answer = get("/api/refused/" + reason);
            assertThat(answer).as(reason.name()).contains("application/problem+json", "\"code\":");
            assertThat(answer.startsWith("HTTP/1.1 500"))
                    .as(reason.name())
                    .isEqualTo(reason == Refused.Reason.CORRUPT);
        }
        assertThat(get("/api/refused/RATE")).startsWith("HTTP/1.1 429").contains("Retry-After: 60");
        assertThat(get("/api/refused/UNAVAILABLE"))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 5");
        assertThat(get("/api/refused/CORRUPT")).doesNotContain("the text");
    }

    @Test
    void aBodyWithoutALengthIsBoundedAsItIsRead() throws IOException {
        String head =
                "POST /api/x/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(raw(head + "4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200");
        String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
        assertThat(raw(head + chunk.repeat(5) + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
    }

    @Test
    void otherSitesPagesPostNothingEvenWhereAnybodyMay() throws IOException {
        String answer =
                raw(
                        "POST /api/x/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Origin: https://elsewhere.example\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer).startsWith("HTTP/1.1 403").contains("\"csrf\"");
    }

    @Test
    void noRouteIsRegisteredTwiceOrWithoutAScope() {
        Route one = Route.get("/api/a/{x}", Access.open(), call -> Answer.none());
        Route same = Route.get("/api/a/{y}", Access.open(), call -> Answer.none());
        assertThatThrownBy(() -> router(List.of(one, same)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Access.Scoped(Set.<Scope>of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
