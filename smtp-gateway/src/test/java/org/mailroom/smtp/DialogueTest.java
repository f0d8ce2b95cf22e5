package org.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays the dialogues beside it against a real server. */
@Timeout(60)
class DialogueTest {
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "envelope",
                "pipelining",
                "starttls",
                "auth",
                "submission",
                "lmtp",
                "utf8",
                "errors"
            })
    void goesAsWritten(String name) {
        gateway.transcript().play(DialogueTest.class, name + ".smtp");
    }

    @Test
    void dataTakesTheDotsOff() {
        gateway.transcript().play(DialogueTest.class, "data.smtp");

        assertThat(gateway.inbox("bob"))
                .map(Gateway::body)
                .contains("Subject: dots\r\n\r\n.one\r\n");
    }

    @Test
    void bdatTakesAnyOctets() {
        gateway.transcript().play(DialogueTest.class, "bdat.smtp");

        assertThat(gateway.inbox("bob"))
                .map(Gateway::body)
                .contains("Subject: bdat\n\r\n\0.\r\n", "Subject: empty\r\n\r\n");
    }

    @Test
    void reportsSuccessToThoseWhoAsk() {
        gateway.transcript().play(DialogueTest.class, "dsn.smtp");

        assertThat(gateway.inbox("alice"))
                .anySatisfy(
                        report ->
                                assertThat(report)
                                        .startsWith("Return-Path: <>\r\n")
                                        .contains("Original-Envelope-Id: QQ+1\r\n")
                                        .contains("Original-Recipient: rfc822;Bob@demo.test\r\n")
                                        .contains("Final-Recipient: rfc822; bob@demo.test\r\n")
                                        .contains("Action: delivered\r\n")
                                        .contains("Subject: tell me\r\n")
                                        .doesNotContain("quiet"));
    }
}
