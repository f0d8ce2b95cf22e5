package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many clients in IDLE: each is told of a message to its mailbox at once. 300 of them; as many as
 * {@code -Dmailroom.test.crowd=5000} says.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class IdleCrowdTest {
    private static final int CROWD = Integer.getInteger("mailroom.test.crowd", 300);
    private static final int PEOPLE = 10;
    private static final long MIB = 1 << 20;

    @TempDir Path directory;

    @Test
    void everybodyIsToldAndMemoryStaysSmall() {
        String[] people =
                IntStream.range(0, PEOPLE).mapToObj(i -> "user" + i).toArray(String[]::new);
        try (LiveServer server =
                LiveServer.start(
                                directory,
                                List.of("-Xmx200m", "-XX:+UseCompactObjectHeaders"),
                                "connections.max-connections-per-user=" + CROWD)
                        .with(people)) {
            List<ImapMail> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                ImapMail imap = server.imap("user" + i % PEOPLE);
                imap.select("INBOX");
                imap.client().send("i IDLE").expect("+ *");
                crowd.add(imap);
            }
            byte[] message = "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);
            long[] micros = new long[CROWD];
            try (SmtpMail smtp = server.toSmtp()) {
                for (int i = 0; i < PEOPLE; i++) {
                    smtp.deliver("user" + i, message);
                    long sent = System.nanoTime();
                    for (int c = i; c < CROWD; c += PEOPLE) {
                        crowd.get(c).client().until("* 1 EXISTS");
                        micros[c] = (System.nanoTime() - sent) / 1000;
                    }
                }
            }
            Arrays.sort(micros);
            long resident = server.resident() / MIB;
            System.out.printf(
                    "%d idle connections: %d MiB resident; EXISTS after the answer to the final"
                            + " dot: p50 %d µs, p99 %d µs%n",
                    CROWD, resident, micros[CROWD / 2], micros[CROWD * 99 / 100]);
            assertThat(resident).as("MiB resident").isLessThan(400);
            for (ImapMail imap : crowd) {
                TestClient client = imap.client();
                client.send("DONE").until("i OK *");
                imap.close();
            }
            server.stop();
        }
    }
}
