package org.mailroom.smtp;

import org.mailroom.smtp.pipeline.PipelineStep;
import org.mailroom.transport.address.Network;

import java.time.Duration;
import java.util.List;

/**
 * SMTP, submission and LMTP.
 *
 * @param hostName the name of this server in its greeting, in trace fields and in Message-IDs it
 *     makes. Default {@code localhost}.
 * @param trustedNetworks networks (address/bits) whose systems may send on the SMTP port without
 *     logging in, in anybody's name. Default {@code 127.0.0.0/8, ::1/128}.
 * @param maxErrors commands of a session that may be refused as wrong before the connection is
 *     closed; refused log-ins count, refused recipients do not. Default 10.
 * @param maxMessagesPerSession messages a client may send on one connection. Default 10000.
 * @param commandTimeout how long a client may think between commands. Default 5 min.
 * @param contentTimeout how long a client may be silent within a message. Default 3 min.
 * @param sessionTimeout after this long a client is asked to come back on a new connection. Default
 *     1 h.
 * @param pipeline what is done with an accepted message before it is delivered: pairs of matcher
 *     and mailet, run in this order. Default: nothing.
 */
public record SmtpSettings(
        String hostName,
        List<String> trustedNetworks,
        int maxErrors,
        int maxMessagesPerSession,
        Duration commandTimeout,
        Duration contentTimeout,
        Duration sessionTimeout,
        List<PipelineStep> pipeline) {

    public SmtpSettings {
        trustedNetworks = List.copyOf(trustedNetworks);
        pipeline = List.copyOf(pipeline);
        Network.parseAll(trustedNetworks);
        if (maxErrors < 1 || maxMessagesPerSession < 1) {
            throw new IllegalArgumentException("a limit on sessions is below 1");
        }
        if (hostName.isBlank() || hostName.chars().anyMatch(c -> c <= ' ' || c > 126)) {
            throw new IllegalArgumentException("hostName is not a host name");
        }
    }

    public static SmtpSettings defaults() {
        return new SmtpSettings(
                "localhost",
                List.of("127.0.0.0/8", "::1/128"),
                10,
                10_000,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofHours(1),
                List.of());
    }

    public SmtpSettings withHostName(String name) {
        return new SmtpSettings(
                name,
                trustedNetworks,
                maxErrors,
                maxMessagesPerSession,
                commandTimeout,
                contentTimeout,
                sessionTimeout,
                pipeline);
    }

    public SmtpSettings withTrustedNetworks(List<String> networks) {
        return new SmtpSettings(
                hostName,
                networks,
                maxErrors,
                maxMessagesPerSession,
                commandTimeout,
                contentTimeout,
                sessionTimeout,
                pipeline);
    }

    public SmtpSettings withTimeouts(Duration command, Duration content) {
        return new SmtpSettings(
                hostName,
                trustedNetworks,
                maxErrors,
                maxMessagesPerSession,
                command,
                content,
                sessionTimeout,
                pipeline);
    }

    public SmtpSettings withPipeline(List<PipelineStep> steps) {
        return new SmtpSettings(
                hostName,
                trustedNetworks,
                maxErrors,
                maxMessagesPerSession,
                commandTimeout,
                contentTimeout,
                sessionTimeout,
                steps);
    }
}
