package org.mailroom.smtp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.smtp.Gateway;
import org.mailroom.transport.testkit.TestClient;

import java.util.List;
import java.util.Map;

/** Each of our matchers and mailets, and an operator's own, through a real server. */
@Timeout(60)
class PipelineTest {
    private static final String MESSAGE = "Subject: s\r\nX-Kind: Bulk\r\n\r\nhi\r\n";

    private static Gateway gateway(PipelineStep... steps) {
        return new Gateway(
                Gateway.SMTP.withPipeline(List.of(steps)), PolicySettings.defaults(), false);
    }

    private static PipelineStep step(String matcher, String mailet, String... parameters) {
        return new PipelineStep(
                matcher,
                mailet,
                parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]));
    }

    private static String send(int port, String greeting, int answers, String... to) {
        StringBuilder replies = new StringBuilder();
        try (TestClient client = TestClient.plain(port)) {
            client.send(greeting + " client.test").until("250 *");
            client.ask("MAIL FROM:<app@outside.test>", "250 *");
            for (String one : to) {
                client.ask("RCPT TO:<" + one + "@demo.test>", "250 *");
            }
            client.ask("DATA", "354 *");
            client.sendRaw(MESSAGE + ".\r\n");
            for (int i = 0; i < answers; i++) {
                replies.append(client.line(), 0, 3);
            }
        }
        return replies.toString();
    }

    private static String send(Gateway gateway, String... to) {
        return send(gateway.smtpPort(), "EHLO", 1, to);
    }

    @Test
    void movesToAnotherMailbox() {
        try (Gateway gateway =
                gateway(step("HasHeader=x-kind: bulk", "MoveTo", "mailbox", "Lists/All"))) {
            assertThat(send(gateway, "bob")).isEqualTo("250");

            assertThat(gateway.inbox("bob")).isEmpty();
            assertThat(gateway.mailbox("bob", "Lists/All")).hasSize(1);
        }
    }

    @Test
    void splitsTheMailWhereAMatcherNamesSome() {
        try (Gateway gateway =
                gateway(step("RecipientIs=bob@demo.test", "MoveTo", "mailbox", "Junk"))) {
            send(gateway, "alice", "bob");

            assertThat(gateway.inbox("alice")).hasSize(1);
            assertThat(gateway.inbox("bob")).isEmpty();
            assertThat(gateway.mailbox("bob", "Junk")).hasSize(1);
        }
    }

    @Test
    void putsAFieldInFrontAndLeavesTheRest() {
        try (Gateway gateway =
                gateway(
                        new PipelineStep(
                                "RecipientIs=bob@demo.test",
                                "AddHeader",
                                Map.of("name", "X-Seen", "value", "yes")),
                        step("All", "Log"))) {
            send(gateway, "alice", "bob");

            assertThat(gateway.inbox("bob").getFirst())
                    .startsWith("X-Seen: yes\r\nReturn-Path: ")
                    .endsWith(MESSAGE);
            assertThat(gateway.inbox("alice").getFirst()).startsWith("Return-Path: ");
        }
    }

    @Test
    void copiesAndRedirects() {
        try (Gateway gateway =
                gateway(step("SenderIs=@outside.test", "CopyTo", "address", "alice@demo.test"))) {
            send(gateway, "bob");

            assertThat(gateway.inbox("bob")).isEqualTo(gateway.inbox("alice")).hasSize(1);
        }
        try (Gateway gateway =
                gateway(step("SizeGreaterThan=10", "Redirect", "address", "alice@demo.test"))) {
            send(gateway, "bob");

            assertThat(gateway.inbox("bob")).isEmpty();
            assertThat(gateway.inbox("alice")).hasSize(1);
        }
    }

    @Test
    void refusesForAllOrWithLmtpForEach() {
        try (Gateway gateway =
                gateway(step("RecipientIs=bob@demo.test", "Refuse", "text", "Not today"))) {
            assertThat(send(gateway, "alice", "bob")).isEqualTo("550");
            assertThat(gateway.inbox("alice")).isEmpty();

            assertThat(send(gateway.lmtpPort(), "LHLO", 2, "alice", "bob")).isEqualTo("250550");
            assertThat(gateway.inbox("alice")).hasSize(1);
            assertThat(gateway.inbox("bob")).isEmpty();
        }
    }

    @Test
    void askingForSomebodyUnknownIsNotTheSendersFault() {
        try (Gateway gateway = gateway(step("All", "CopyTo", "address", "gone@demo.test"))) {
            assertThat(send(gateway, "bob")).isEqualTo("452");
            assertThat(gateway.inbox("bob")).isEmpty();
        }
    }

    /** An operator's own: rewrites the subject. */
    public static final class Shout extends GenericMailet {
        @Override
        public void service(Mail mail) throws MessagingException {
            String subject = mail.getMessage().getSubject();
            mail.getMessage().setSubject(subject.toUpperCase(java.util.Locale.ROOT) + "!");
            mail.getMessage().saveChanges();
        }
    }

    @Test
    void runsAnOperatorsOwnMailet() {
        try (Gateway gateway = gateway(step("All", Shout.class.getName()))) {
            assertThat(send(gateway, "bob")).isEqualTo("250");

            assertThat(gateway.inbox("bob").getFirst())
                    .contains("Subject: S!\r\n")
                    .endsWith("\r\n\r\nhi\r\n");
        }
    }

    /** Another: fails. */
    public static final class Broken extends GenericMailet {
        @Override
        public void service(Mail mail) throws MessagingException {
            throw new MessagingException("broken on purpose");
        }
    }

    @Test
    void aBrokenMailetLosesNothing() {
        try (Gateway gateway = gateway(step("All", Broken.class.getName()))) {
            assertThat(send(gateway, "bob")).isEqualTo("452");
            assertThat(gateway.inbox("bob")).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithTheConfiguration() {
        for (PipelineStep wrong :
                List.of(
                        step("Nobody", "Log"),
                        step("All", "Nothing"),
                        step("RecipientIs", "Log"),
                        step("SizeGreaterThan=big", "Log"),
                        step("All", "MoveTo"),
                        step("All", "MoveTo", "mailbox", "a//b"),
                        step("All", "CopyTo", "address", "nobody"))) {
            assertThatThrownBy(() -> gateway(wrong).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.mailet());
        }
    }
}
