package org.mailroom.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.transport.net.UserLimits.Slot;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(30)
class LimitsTest {
    private static final Duration WRITE = Duration.ofSeconds(5);

    private static void greet(Connection connection) throws IOException {
        connection.output().ascii("hello").crlf();
        connection.input().readCommand(100);
    }

    @Test
    void turnsAwayBeyondTheTotal() {
        try (TestServer server =
                        TestServer.plain(TestServer.limits(2, 9, WRITE), LimitsTest::greet);
                TestClient one = TestClient.plain(server.port());
                TestClient two = TestClient.plain(server.port())) {
            one.expect("hello");
            two.expect("hello");
            try (TestClient three = TestClient.plain(server.port())) {
                three.expect("421 TOO_MANY_CONNECTIONS");
                assertThat(three.atEnd()).isTrue();
            }
        }
    }

    @Test
    void turnsAwayBeyondTheAddressAndLetsInAgain() throws Exception {
        BlockingQueue<String> left = new LinkedBlockingQueue<>();
        TestServer.Serving serving =
                connection -> {
                    try {
                        greet(connection);
                    } finally {
                        left.add(connection.id());
                    }
                };
        try (TestServer server = TestServer.plain(TestServer.limits(9, 1, WRITE), serving)) {
            try (TestClient one = TestClient.plain(server.port())) {
                one.expect("hello");
                try (TestClient two = TestClient.plain(server.port())) {
                    two.expect("421 TOO_MANY_FROM_ADDRESS");
                    assertThat(two.atEnd()).isTrue();
                }
                one.send("bye");
                assertThat(one.atEnd()).isTrue();
            }
            left.take();
            // The slot is given back just after the handler has returned.
            String first;
            do {
                try (TestClient again = TestClient.plain(server.port())) {
                    first = again.line();
                }
            } while (first.startsWith("421"));
            assertThat(first).isEqualTo("hello");
        }
    }

    @Test
    void countsConnectionsPerUser() {
        UserLimits users = new UserLimits(TestServer.limits(9, 9, WRITE));
        Slot slot = users.enter(7).orElseThrow();
        assertThat(users.enter(7)).isEmpty();
        assertThat(users.enter(8)).isPresent();
        slot.close();
        slot.close();
        assertThat(users.connections(7)).isZero();
        assertThat(users.enter(7)).isPresent();
        assertThat(users.connections(7)).isEqualTo(1);
    }
}
