package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.messaging.people.AddrSpec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Tells a sender who asked with NOTIFY=SUCCESS that the message has been delivered. Carries a few
 * fields of its header, whatever RET says, since that is for failures. RFC 3464, RFC 3461 §4.3.
 */
final class SuccessReport {
    private final String hostName;

    SuccessReport(String hostName) {
        this.hostName = hostName;
    }

    /** Writes the whole report; does not finish it. */
    void write(
            OutputStream out,
            Envelope envelope,
            List<Recipient> delivered,
            Incoming content,
            Instant now)
            throws IOException {
        AddrSpec to = envelope.reversePath().orElseThrow();
        boolean international =
                to.international() || delivered.stream().anyMatch(r -> r.address().international());
        String date = MailDate.format(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        String boundary = "=_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        line(text, "Return-Path: <>");
        line(text, "Date: " + date);
        line(text, "From: Mail delivery <postmaster@" + hostName + ">");
        line(text, "To: <" + to + ">");
        line(text, "Message-ID: <" + UUID.randomUUID() + "@" + hostName + ">");
        line(text, "Subject: Delivered");
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        line(text, "Content-Type: multipart/report; report-type=delivery-status;");
        line(text, " boundary=\"" + boundary + "\"");
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: text/plain; charset=utf-8");
        line(text, "Content-Transfer-Encoding: 8bit");
        line(text, "");
        line(text, "Your message has been delivered to");
        delivered.forEach(recipient -> line(text, "  " + recipient.address()));
        line(text, "");
        line(text, "--" + boundary);
        status(text, envelope, delivered, date, international);
        line(text, "--" + boundary);
        line(text, "Content-Type: text/rfc822-headers");
        line(text, "");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.write(headerOf(content));
        out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void status(
            StringBuilder text,
            Envelope envelope,
            List<Recipient> delivered,
            String date,
            boolean international) {
        // RFC 6533 §3: the form for addresses that are more than ASCII.
        line(
                text,
                international
                        ? "Content-Type: message/global-delivery-status"
                        : "Content-Type: message/delivery-status");
        if (international) {
            line(text, "Content-Transfer-Encoding: 8bit");
        }
        line(text, "");
        line(text, "Reporting-MTA: dns; " + hostName);
        envelope.envelopeId().ifPresent(id -> line(text, "Original-Envelope-Id: " + id));
        line(text, "Arrival-Date: " + date);
        for (Recipient recipient : delivered) {
            line(text, "");
            recipient.original().ifPresent(o -> line(text, "Original-Recipient: " + o));
            String type = recipient.address().international() ? "utf-8; " : "rfc822; ";
            line(text, "Final-Recipient: " + type + recipient.address());
            line(text, "Action: delivered");
            line(text, "Status: 2.0.0");
        }
        line(text, "");
    }

    private static byte[] headerOf(Incoming content) {
        HeaderBlock header = content.header();
        return header.select(
                List.of("Date", "From", "Sender", "To", "Cc", "Subject", "Message-ID"), false);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
