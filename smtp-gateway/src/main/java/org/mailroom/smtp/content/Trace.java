package org.mailroom.smtp.content;

import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.messaging.people.AddrSpec;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The fields a server puts in front of a message. RFC 5321 §4.4.
 *
 * @param reversePath for Return-Path, since delivery here is final; empty: the null reverse-path
 * @param clientName as the client called itself; no more than a claim
 * @param client where it connected from
 * @param hostName of this server
 * @param protocol as {@link Protocol#name}
 * @param id by which logs know the message
 * @param recipient the recipient if there is but one; others are not told of each other
 */
public record Trace(
        Optional<AddrSpec> reversePath,
        String clientName,
        InetAddress client,
        String hostName,
        String protocol,
        String id,
        Optional<AddrSpec> recipient) {

    /** The names that "with" takes. RFC 3848, RFC 6531 §4.3. */
    public record Protocol(
            boolean lmtp, boolean extended, boolean utf8, boolean tls, boolean authenticated) {
        public String name() {
            if (!lmtp && !extended) {
                return "SMTP";
            }
            String base = lmtp ? "LMTP" : utf8 ? "SMTP" : "ESMTP";
            return (utf8 ? "UTF8" : "") + base + (tls ? "S" : "") + (authenticated ? "A" : "");
        }
    }

    /** Return-Path and Received, ready to stand before the message. */
    public byte[] fields(OffsetDateTime now) {
        StringBuilder text = new StringBuilder();
        text.append("Return-Path: <").append(path(reversePath)).append(">\r\n");
        text.append("Received: from ").append(harmless(clientName));
        text.append(" (").append(literal(client)).append(")\r\n");
        text.append("\tby ").append(hostName).append(" with ").append(protocol);
        text.append(" id ").append(id);
        recipient.ifPresent(to -> text.append("\r\n\tfor <").append(to).append('>'));
        text.append(";\r\n\t").append(MailDate.format(now)).append("\r\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String path(Optional<AddrSpec> path) {
        return path.map(AddrSpec::toString).orElse("");
    }

    /** What a client calls itself could hold anything: parentheses, quotes, a semicolon. */
    private static String harmless(String name) {
        String kept = name.replaceAll("[^\\p{L}\\p{N}.:_\\[\\]-]", "?");
        return kept.isEmpty() ? "unknown" : kept;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }
}
