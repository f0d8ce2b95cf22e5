package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that send too much, too slowly or what nobody should send: each gets the right answer,
 * others are served all the while, and memory stays bounded.
 */
@Timeout(60)
class BadClientsTest {
    private static final long MIB = 1 << 20;

    @TempDir static Path directory;
    private static LiveServer server;

    @BeforeAll
    static void start() {
        server =
                LiveServer.start(
                                directory,
                                List.of("-Xmx160m"),
                                "smtp.command-timeout=2s",
                                "smtp.content-timeout=2s",
                                "imap.login-timeout=2s",
                                "logins.free-failures=1000",
                                "policy.max-recipients=50",
                                "policy.max-message-bytes=5MiB")
                        .with("alice", "bob");
    }

    /** Whatever a test did, everybody else is served. */
    @AfterEach
    void othersAreServed() {
        try (SmtpMail smtp = server.toSmtp();
                ImapMail imap = server.imap("bob")) {
            smtp.deliver(
                    "bob", "Subject: fine\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(imap.select("INBOX")).isPositive();
        }
    }

    @AfterAll
    static void memoryIsBoundedAndNothingBroke() {
        try (LiveServer stopped = server) {
            assertThat(stopped.resident() / MIB).as("MiB resident").isLessThan(450);
            stopped.verify();
            stopped.stop();
            assertThat(stopped.log()).doesNotContain("ERROR", "Exception", "OutOfMemory");
        }
    }

    private static TestClient smtp() {
        TestClient client = TestClient.plain(server.smtp());
        client.expect("220 *");
        client.send("EHLO client.test").until("250 *");
        return client;
    }

    private static TestClient data() {
        TestClient client = smtp();
        client.ask("MAIL FROM:<app@outside.test>", "250 *");
        client.ask("RCPT TO:<alice@demo.test>", "250 *");
        client.ask("DATA", "354 *");
        return client;
    }

    private static TestClient imap() {
        TestClient client = TestClient.plain(server.imap());
        client.expect("* OK *");
        return client;
    }

    private static void send(TestClient client, String piece, int times) {
        try {
            for (int i = 0; i < times; i++) client.sendRaw(piece);
        } catch (java.io.UncheckedIOException e) {
            // Cut off while sending, which is what is hoped for.
        }
    }

    @Test
    void smtpLineTooLong() {
        try (TestClient client = smtp()) {
            client.sendRaw("NOOP " + "x".repeat(100_000) + "\r\n").expect("500 5.5.*");
            client.ask("NOOP", "250 *");
        }
    }

    @Test
    void smtpLineWithoutEnd() {
        try (TestClient client = smtp()) {
            send(client, "x".repeat(1 << 16), 320);
            assertThat(new String(client.rest(), StandardCharsets.US_ASCII))
                    .matches("(?s)(5|4).*|");
        }
    }

    @Test
    void imapLineWithoutEnd() {
        try (TestClient client = imap()) {
            send(client, "x".repeat(1 << 16), 320);
            assertThat(new String(client.rest(), StandardCharsets.US_ASCII)).matches("(?s)\\* .*|");
        }
    }

    @Test
    void imapLiteralTooLong() {
        try (TestClient client = imap()) {
            client.ask("a LOGIN {999999999}", "a BAD [TOOBIG] *");
            client.ask("b NOOP", "b OK *");
            client.send("c LOGIN {999999999+}").expect("* BYE *");
            assertThat(client.atEnd()).isTrue();
        }
        try (ImapMail imap = server.imap("alice")) {
            TestClient client = imap.client();
            client.ask("a APPEND INBOX {999999999999}", "a * [TOOBIG] *");
            client.ask("b NOOP", "b OK *");
        }
    }

    @Test
    void imapListWithoutEnd() {
        try (ImapMail imap = server.imap("alice")) {
            imap.client().send("a SELECT INBOX").until("a OK *");
            imap.client().sendRaw("b SEARCH ");
            send(imap.client(), "(NOT OR ".repeat(1000), 2000);
            assertThat(new String(imap.client().rest(), StandardCharsets.US_ASCII))
                    .matches("(?s)(\\* BYE|b BAD).*|");
        }
    }

    @Test
    void tooManyRecipients() {
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test>", "250 *");
            for (int i = 0; i < 50; i++) client.ask("RCPT TO:<alice+" + i + "@demo.test>", "250 *");
            client.ask("RCPT TO:<alice+more@demo.test>", "452 4.5.3 *");
            client.ask("DATA", "354 *");
            client.sendRaw("Subject: fifty\r\n\r\n.\r\n").expect("250 *");
        }
    }

    @Test
    void messageTooLarge() {
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test> SIZE=6000000", "552 5.3.4 *");
        }
        try (TestClient client = data()) {
            send(client, "a line of the message\r\n".repeat(1000), 280);
            client.sendRaw(".\r\n").expect("552 5.3.4 *");
            client.ask("NOOP", "250 *");
        }
    }

    /** RFC 5321 §2.3.8: what others might take for the end of the message is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r", "\r\n\0.\n", "\r.\r\n"})
    void smuggling(String end) {
        try (TestClient client = data()) {
            client.sendRaw(
                    "Subject: outer\r\n\r\nhello"
                            + end
                            + "MAIL FROM:<admin@demo.test>\r\nRCPT TO:<bob@demo.test>\r\nDATA\r\n"
                            + "Subject: smuggled\r\n\r\nhello\r\n.\r\n");
            client.expect("550 5.6.0 *");
            client.ask("NOOP", "250 *");
        }
        try (ImapMail imap = server.imap("bob")) {
            imap.select("INBOX");
            assertThat(imap.ok("SEARCH SUBJECT smuggled").getFirst()).isEqualTo("* SEARCH");
        }
    }

    @Test
    void commandsBeforeTls() {
        try (TestClient client = smtp()) {
            client.sendRaw("STARTTLS\r\nNOOP\r\nMAIL FROM:<app@outside.test>\r\n").expect("220 *");
            client.startTls();
            client.ask("RCPT TO:<bob@demo.test>", "503 *");
        }
        try (TestClient client = imap()) {
            client.sendRaw("a STARTTLS\r\nb NOOP\r\n").expect("a OK *");
            client.startTls();
            client.ask("c NOOP", "c OK *");
        }
    }

    @Test
    void nullBytes() {
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<a\0@outside.test>", "5*");
        }
        try (ImapMail imap = server.imap("alice")) {
            imap.client().send("a SELECT IN\0BOX").until("a BAD *");
            imap.client().send("b CREATE \"x\0y\"").until("b BAD *");
            imap.client().send("c NOOP").until("c OK *");
        }
    }

    @Test
    void tenThousandPartsInEachOther() {
        StringBuilder mail = new StringBuilder("Subject: deep\r\n");
        for (int i = 0; i < 10_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        mail.append("\r\nthe core\r\n");
        byte[] bytes = mail.toString().getBytes(StandardCharsets.US_ASCII);
        try (SmtpMail smtp = server.toSmtp();
                ImapMail imap = server.imap("alice")) {
            smtp.deliver("alice", bytes);
            imap.append("INBOX", bytes);
            int last = imap.select("INBOX");
            imap.ok("FETCH " + last + " (ENVELOPE BODYSTRUCTURE BODY.PEEK[1.1.1.1])");
            imap.client().ask("x FETCH 1 BODY[" + "1.".repeat(5000) + "1]", "x BAD *");
            List<Integer> sizes = new ArrayList<>();
            imap.bodies((_, body) -> sizes.add(body.length));
            assertThat(sizes.getLast()).isEqualTo(bytes.length);
            assertThat(imap.ok("SEARCH SUBJECT deep").getFirst()).endsWith(" " + last);
            imap.ok("SEARCH TEXT \"the core\"");
        }
    }

    @Test
    void tooManyCommandsThatAreNone() {
        try (TestClient client = smtp()) {
            send(client, "XYZZY\r\n", 20);
            assertThat(client.until("421 *").getFirst()).startsWith("500 5.5.");
            assertThat(client.atEnd()).isTrue();
        }
        try (TestClient client = imap()) {
            send(client, "a XYZZY\r\n", 40);
            assertThat(client.until("* BYE *").getFirst()).startsWith("a BAD ");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void slowClientsAreCutOff() {
        try (TestClient silent = smtp();
                TestClient half = smtp();
                TestClient stuck = data();
                TestClient nobody = imap()) {
            half.sendRaw("MAIL FR");
            stuck.sendRaw("Subject: never ends\r\n");
            silent.expect("421 4.4.2 *");
            half.expect("421 4.4.2 *");
            stuck.expect("421 4.4.2 *");
            nobody.expect("* BYE *");
            assertThat(silent.atEnd() && half.atEnd() && stuck.atEnd() && nobody.atEnd()).isTrue();
        }
    }

    /** One who asks for much and reads nothing holds up only itself. */
    @Test
    void oneThatDoesNotRead() {
        byte[] large =
                ("Subject: large\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(3000))
                        .getBytes(StandardCharsets.US_ASCII);
        try (ImapMail imap = server.imap("alice")) {
            for (int i = 0; i < 10; i++) imap.append("Archive", large);
            imap.select("Archive");
            send(imap.client(), "a FETCH 1:* BODY.PEEK[]\r\n".repeat(50), 1);
            othersAreServed();
        }
    }
}
