package org.mailroom.smtp.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.messaging.people.AddrSpec;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;

class TraceTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-20T10:00:00+01:00");

    private static String fields(String client, String address, Optional<AddrSpec> recipient) {
        Trace trace =
                new Trace(
                        Optional.of(new AddrSpec("app", "outside.test")),
                        client,
                        InetAddress.ofLiteral(address),
                        "mail.demo.test",
                        "ESMTPS",
                        "smtp-1.1",
                        recipient);
        return new String(trace.fields(NOW), StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhereItCameFrom() {
        assertThat(
                        fields(
                                "client.test",
                                "192.0.2.1",
                                Optional.of(new AddrSpec("bob", "demo.test"))))
                .isEqualTo(
                        """
                        Return-Path: <app@outside.test>\r
                        Received: from client.test ([192.0.2.1])\r
                        \tby mail.demo.test with ESMTPS id smtp-1.1\r
                        \tfor <bob@demo.test>;\r
                        \tFri, 20 Nov 2026 10:00:00 +0100\r
                        """);
    }

    @Test
    void doesNotTellOneRecipientOfAnother() {
        assertThat(fields("client.test", "192.0.2.1", Optional.empty())).doesNotContain("for <");
    }

    @Test
    void putsNothingOfTheClientsIntoTheSyntax() {
        assertThat(fields("a(b);c\"d", "2001:db8::1", Optional.empty()))
                .contains("from a?b??c?d ([IPv6:2001:db8:0:0:0:0:0:1])\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, false, false, SMTP",
        "false, true, false, false, false, ESMTP",
        "false, true, false, true, false, ESMTPS",
        "false, true, false, false, true, ESMTPA",
        "false, true, false, true, true, ESMTPSA",
        "false, true, true, true, true, UTF8SMTPSA",
        "true, true, false, false, false, LMTP",
        "true, true, true, false, false, UTF8LMTP",
    })
    void namesTheProtocol(
            boolean lmtp, boolean extended, boolean utf8, boolean tls, boolean auth, String name) {
        assertThat(new Trace.Protocol(lmtp, extended, utf8, tls, auth).name()).isEqualTo(name);
    }
}
