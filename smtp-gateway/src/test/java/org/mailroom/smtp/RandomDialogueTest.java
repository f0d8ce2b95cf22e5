package org.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Commands in any order, whole, cut and garbled: never an internal error, always an answer. */
@Timeout(60)
class RandomDialogueTest {
    private static final List<String> LINES =
            List.of(
                    "EHLO client.test\r\n",
                    "HELO client.test\r\n",
                    "LHLO client.test\r\n",
                    "MAIL FROM:<>\r\n",
                    "MAIL FROM:<app@outside.test> SIZE=100 BODY=BINARYMIME\r\n",
                    "RCPT TO:<bob@demo.test>\r\n",
                    "RCPT TO:<alice@demo.test> NOTIFY=SUCCESS\r\n",
                    "RCPT TO:<nobody@demo.test>\r\n",
                    "DATA\r\n",
                    "Subject: s\r\n\r\nbody\r\n.\r\n",
                    ".\r\n",
                    "BDAT 4\r\nabcd",
                    "BDAT 4 LAST\r\nab\r\n",
                    "BDAT 0 LAST\r\n",
                    "RSET\r\n",
                    "NOOP\r\n",
                    "AUTH SCRAM-SHA-256 biwsbj1ib2Iscj14\r\n",
                    "*\r\n",
                    "STARTTLS now\r\n",
                    "VRFY\n",
                    "\r\n",
                    "\r",
                    "\0\u00ff\r\n");

    @Test
    void isAlwaysAnswered() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (Gateway gateway = new Gateway()) {
            for (int round = 0; round < 300; round++) {
                int port = random.nextInt(3) == 0 ? gateway.lmtpPort() : gateway.smtpPort();
                StringBuilder said = new StringBuilder();
                for (int i = 0; i < 12; i++) {
                    String line = LINES.get(random.nextInt(LINES.size()));
                    boolean cut = random.nextInt(20) == 0;
                    said.append(cut ? line.substring(random.nextInt(line.length())) : line);
                }
                // Whatever state that led to, the first ends a message and the second is a command.
                String dialogue = said + "\r\n.\r\n\r\nQUIT\r\n";
                try (TestClient client = TestClient.plain(port)) {
                    client.sendRaw(dialogue);
                    byte[] answers = client.socket().getInputStream().readAllBytes();
                    assertThat(new String(answers, StandardCharsets.US_ASCII))
                            .as("seed %d, dialogue %s", seed, dialogue)
                            .matches("220 [^\r]*\r\n([2345]\\d\\d[ -][^\r]*\r\n)+")
                            .doesNotContain("\n451");
                }
            }
        }
    }
}
