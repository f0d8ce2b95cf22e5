package org.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Corpus;
import org.mailroom.transport.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Real mail goes in over SMTP and LMTP and is stored octet for octet. */
@Timeout(120)
class CorpusTest {
    @Test
    void realMailIsTakenAsItIs() {
        List<String> sent =
                Corpus.load()
                        .everyNth(60)
                        .map(mail -> new String(mail.canonical(), StandardCharsets.ISO_8859_1))
                        .toList();
        try (Gateway gateway = new Gateway();
                TestClient smtp = TestClient.plain(gateway.smtpPort());
                TestClient lmtp = TestClient.plain(gateway.lmtpPort())) {
            smtp.sendRaw("EHLO client.test\r\n").until("250 *");
            lmtp.sendRaw("LHLO client.test\r\n").until("250 *");
            for (String message : sent) {
                send(smtp, "bob", message);
                send(lmtp, "alice", message);
            }

            assertThat(gateway.inbox("bob")).map(Gateway::body).isEqualTo(sent);
            assertThat(gateway.inbox("alice")).map(Gateway::body).isEqualTo(sent);
        }
    }

    private static void send(TestClient client, String to, String message) {
        client.sendRaw(
                "MAIL FROM:<app@outside.test>\r\nRCPT TO:<" + to + "@demo.test>\r\nDATA\r\n");
        client.until("354 *");
        String stuffed = ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2);
        client.sendRaw(stuffed + ".\r\n").expect("250 *");
    }
}
