package org.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.policy.BadPolicy;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.transport.testkit.TestClient;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What becomes of messages, limits, and refusals of every kind. */
@Timeout(60)
class GatewayTest {
    private static Gateway usual;

    /** The usual one, unless a test has asked for one of its own. */
    private Gateway gateway;

    @BeforeAll
    static void start() {
        usual = new Gateway();
    }

    @AfterAll
    static void stop() {
        usual.close();
    }

    @BeforeEach
    void begin() {
        usual.renewPeople();
        gateway = usual;
    }

    @AfterEach
    void end() {
        if (gateway != usual) {
            gateway.close();
        }
    }

    private void own(SmtpSettings settings, PolicySettings limits) {
        gateway = new Gateway(settings, limits, true);
    }

    private TestClient smtp() {
        return hello(TestClient.plain(gateway.smtpPort()), "EHLO");
    }

    private TestClient lmtp() {
        return hello(TestClient.plain(gateway.lmtpPort()), "LHLO");
    }

    private static TestClient hello(TestClient client, String greeting) {
        client.expect("220 *");
        client.send(greeting + " client.test").until("250 *");
        return client;
    }

    private TestClient submission() {
        TestClient client = hello(TestClient.tls(gateway.submissionsPort()), "EHLO");
        byte[] response = "\0alice\0secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(response), "235 *");
        return client;
    }

    private static TestClient envelope(TestClient client, String from, String... to) {
        client.ask("MAIL FROM:<" + from + ">", "250 *");
        for (String one : to) {
            client.ask("RCPT TO:<" + one + ">", "250 *");
        }
        return client;
    }

    private static TestClient data(TestClient client, String message) {
        client.ask("DATA", "354 *");
        return client.sendRaw(message + ".\r\n");
    }

    @Test
    void deliversWithTraceFieldsInFront() {
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            data(client, "Subject: hello\r\n\r\nhi\r\n").expect("250 2.0.0 Delivered as smtp-*");
        }
        assertThat(gateway.inbox("bob"))
                .singleElement()
                .asString()
                .matches(
                        """
                        Return-Path: <app@outside\\.test>\r
                        Received: from client\\.test \\(\\[127\\.0\\.0\\.1\\]\\)\r
                        \tby mail\\.demo\\.test with ESMTP id smtp-\\S+\r
                        \tfor <bob@demo\\.test>;\r
                        \t\\w{3}, \\d{1,2} \\w{3} \\d{4} [^\r]*\r
                        Subject: hello\r
                        \r
                        hi\r
                        """);
    }

    @Test
    void deliversOneCopyToSomebodyAddressedTwice() {
        try (TestClient client = smtp()) {
            envelope(
                    client,
                    "",
                    "bob@demo.test",
                    "BOB@demo.test",
                    "bob+x@demo.test",
                    "alice@demo.test");
            data(client, "Subject: s\r\n\r\nhi\r\n").expect("250 *");
        }
        assertThat(gateway.inbox("bob")).hasSize(1);
        assertThat(gateway.inbox("alice"))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <>\r\n")
                .doesNotContain("bob");
    }

    @Test
    void completesWhatIsSubmittedAndHidesBcc() {
        try (TestClient client = submission()) {
            envelope(client, "alice@demo.test", "bob@demo.test");
            data(client, "Subject: s\r\nBcc: carol@demo.test\r\n\r\nhi\r\n").expect("250 *");
        }
        assertThat(gateway.inbox("bob").getFirst())
                .contains("with ESMTPSA id")
                .contains("\r\nFrom: <alice@demo.test>\r\n")
                .contains("\r\nDate: ")
                .containsPattern("\r\nMessage-ID: <[^>]+@mail\\.demo\\.test>\r\n")
                .doesNotContain("carol");
    }

    @Test
    void leavesWhatSystemsSendAsItIs() {
        String message = "Bcc: x@y.test\r\n\r\nhi\r\n";
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            data(client, message).expect("250 *");
        }
        assertThat(gateway.inbox("bob")).map(Gateway::body).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\n.\nb",
                "a\r.\r\nb",
                "\r\r\n",
                "a\n",
                "a\r",
                "\n.\r\nMAIL"
            })
    void refusesBareLineEnds(String body) {
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            data(client, "Subject: s\r\n\r\n" + body + "\r\n").expect("550 5.6.0 *");
            client.ask("NOOP", "250 *");
        }
        assertThat(gateway.inbox("bob")).isEmpty();
    }

    @Test
    void refusesUnknownAddressesOfTheOutsideWorldToStrangers() {
        own(Gateway.SMTP.withTrustedNetworks(List.of("192.0.2.0/24")), PolicySettings.defaults());
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test>", "550 5.7.1 *");
        }
    }

    @Test
    void refusesMessagesThatAreTooLargeAfterTheirEnd() {
        own(Gateway.SMTP, PolicySettings.defaults().withMaxMessageBytes(2000));
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            data(client, "x\r\n".repeat(1000)).expect("552 5.3.4 *");
            client.ask("NOOP", "250 *");
            envelope(client, "app@outside.test", "bob@demo.test");
            client.sendRaw("BDAT 3000 LAST\r\n" + "x\r\n".repeat(1000)).expect("552 5.3.4 *");
            client.ask("NOOP", "250 *");
        }
        assertThat(gateway.inbox("bob")).isEmpty();
    }

    @Test
    void doesNotReadOnForEver() {
        own(Gateway.SMTP, PolicySettings.defaults().withMaxMessageBytes(2000));
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            client.ask("DATA", "354 *");
            client.sendRaw("x\r\n".repeat(3000));
            client.expect("552 5.3.4 *");
            client.expect("421 4.7.0 *");
        }
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            client.ask("BDAT 999999999999999999", "552 5.3.4 *");
            client.expect("421 4.7.0 *");
        }
        try (TestClient client = smtp()) {
            client.ask("BDAT 999999999999999999", "503 5.5.1 *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void refusesWhatRunsInCircles() {
        String hops = "Received: from a by b; Fri, 20 Nov 2026 10:00:00 +0000\r\n".repeat(101);
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            data(client, hops + "\r\nhi\r\n").expect("554 5.4.6 *");
        }
    }

    @Test
    void refusesTheSuspended() {
        gateway.directory().suspend(gateway.account("bob").id());
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test>", "250 *");
            client.ask("RCPT TO:<bob@demo.test>", "550 5.2.1 *");
        }
    }

    @Test
    void endsTheSessionOfSomebodyWhoIsSuspended() {
        try (TestClient client = submission()) {
            gateway.directory().suspend(gateway.account("alice").id());
            client.ask("MAIL FROM:<alice@demo.test>", "421 4.7.0 *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    private void quota(String name, long bytes) {
        Account account = gateway.account(name);
        gateway.store().store().accounts().update(account.withQuota(bytes));
    }

    @Test
    void refusesWhenThereIsNoRoom() {
        quota("bob", 1000);
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test> SIZE=2000", "250 *");
            client.ask("RCPT TO:<bob@demo.test>", "552 5.2.2 *");
            client.ask("RSET", "250 *");
            envelope(client, "app@outside.test", "bob@demo.test", "alice@demo.test");
            data(client, "x\r\n".repeat(1000)).expect("552 5.2.2 *bob@demo.test*");
        }
        assertThat(gateway.inbox("alice")).as("all or nobody").isEmpty();

        try (TestClient client = lmtp()) {
            envelope(client, "app@outside.test", "bob@demo.test", "alice@demo.test");
            data(client, "x\r\n".repeat(1000)).expect("552 5.2.2 *");
            client.expect("250 *");
        }
        assertThat(gateway.inbox("alice")).as("each for itself").hasSize(1);
    }

    @Test
    void slowsThoseWhoWriteToTooMany() throws BadPolicy {
        RuleBook slow =
                RuleBook.of(
                        "slow",
                        """
                        policy: slow
                        roles: {person: {may: moderate}}
                        without-role: person
                        write: [{allow: anyone, to: anyone}]
                        lanes: {interactive: {per-minute: 1, burst: 3}}
                        """);
        gateway = new Gateway(Gateway.SMTP, PolicySettings.defaults(), true, slow);
        try (TestClient client = submission()) {
            envelope(client, "alice@demo.test", "bob@demo.test");
            // How many go at once depends on whether the stop before was in order.
            String last = "250";
            for (int i = 0; i < 4 && last.startsWith("250"); i++) {
                last = client.send("RCPT TO:<bob@demo.test>").line();
            }
            assertThat(last).startsWith("450 4.7.1 ").endsWith("[rate-limited]");
        }
    }

    @Test
    void keepsTheNumberOfRecipientsDown() {
        own(Gateway.SMTP, PolicySettings.defaults().withMaxRecipients(2));
        try (TestClient client = smtp()) {
            envelope(client, "", "bob@demo.test", "alice@demo.test");
            client.ask("RCPT TO:<bob@demo.test>", "452 4.5.3 *");
            data(client, "x\r\n").expect("250 *");
        }
    }

    @Test
    void passwordsFromLoopbackWorkWhereAllowed() {
        own(Gateway.SMTP, PolicySettings.defaults());
        try (TestClient client = hello(TestClient.plain(gateway.submissionPort()), "EHLO")) {
            client.ask("AUTH LOGIN", "334 *");
            client.ask("YWxpY2U=", "334 *");
            client.ask("c2VjcmV0", "235 *");
        }
    }

    @Test
    void refusedRecipientsDoNotEndASession() {
        try (TestClient client = smtp()) {
            client.ask("MAIL FROM:<app@outside.test>", "250 *");
            for (int i = 0; i < 50; i++) {
                client.ask("RCPT TO:<nobody" + i + "@demo.test>", "550 5.1.1 *");
            }
            client.ask("RCPT TO:<bob@demo.test>", "250 *");
        }
    }

    @Test
    void endsSessionsThatSendNothing() {
        try (TestClient client = smtp()) {
            for (int i = 0; i < 99; i++) {
                client.ask("NOOP", "250 *");
            }
            client.ask("NOOP", "250 *");
            client.expect("421 4.7.0 *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void endsSessionsThatFallSilent() {
        own(
                Gateway.SMTP.withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200)),
                PolicySettings.defaults());
        try (TestClient client = smtp()) {
            client.expect("421 4.4.2 *");
            assertThat(client.atEnd()).isTrue();
        }
        try (TestClient client = smtp()) {
            client.sendRaw("MAIL FROM:<>\r\nRCPT TO:<bob@demo.test>\r\nDATA\r\n");
            client.until("354 *");
            client.sendRaw("Subject: never ends\r\n");
            client.expect("421 4.4.2 *");
            assertThat(client.atEnd()).isTrue();
        }
        assertThat(gateway.inbox("bob")).isEmpty();
    }

    @Test
    void finishesTheMessageBeforeItShutsDown() throws Exception {
        own(Gateway.SMTP, PolicySettings.defaults());
        try (TestClient client = smtp();
                TestClient idle = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test").ask("DATA", "354 *");
            CompletableFuture<Integer> drained =
                    CompletableFuture.supplyAsync(() -> gateway.drain());
            idle.expect("421 4.3.2 *");
            client.sendRaw("Subject: last\r\n\r\n.\r\n").expect("250 *");
            client.expect("421 4.3.2 *");
            assertThat(drained.get()).isZero();
        }
        assertThat(gateway.inbox("bob")).hasSize(1);
    }

    @Test
    void keepsNothingOfWhatIsBrokenOff() {
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test").ask("DATA", "354 *");
            client.sendRaw("Subject: half\r\n\r\nso far\r\n");
        }
        try (TestClient client = smtp()) {
            envelope(client, "app@outside.test", "bob@demo.test");
            client.sendRaw("BDAT 6\r\nhalf\r\n").expect("250 *");
        }
        try (TestClient client = smtp()) {
            client.ask("NOOP", "250 *");
        }
        assertThat(gateway.inbox("bob")).isEmpty();
    }

    @Test
    void closesTheDoorWithAReply() {
        SmtpServer server = new SmtpServer(SmtpRole.SMTP, SmtpSettings.defaults(), null, null);

        assertThat(
                        server.refusal(
                                org.mailroom.transport.net.ConnectionHandler.Refusal
                                        .TOO_MANY_CONNECTIONS))
                .startsWith("421 4.3.2 ");
    }
}
