package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Why;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells a sender what became of a message: that it has been delivered, who asked for that with
 * NOTIFY=SUCCESS, or that somebody does not get it. Carries a few fields of its header, whatever
 * RET says. RFC 3464, RFC 3461 §4.3, §5.2.7.
 */
final class StatusReport {
    private static final List<String> SHOWN =
            List.of("Date", "From", "Sender", "To", "Cc", "Subject", "Message-ID");

    private final String hostName;

    StatusReport(String hostName) {
        this.hostName = hostName;
    }

    /** What became of a recipient's copy. RFC 3464 §2.3.3. */
    enum Action {
        DELIVERED("delivered", "2.0.0"),
        /** Handed to the members of a group. */
        EXPANDED("expanded", "2.0.0"),
        FAILED("failed", "5.7.1");

        private final String word;
        private final String status;

        Action(String word, String status) {
            this.word = word;
            this.status = status;
        }
    }

    /**
     * A recipient of the report's message.
     *
     * @param why of a failure
     */
    record Entry(AddrSpec address, Optional<String> original, Action action, Optional<Why> why) {}

    /** What is reported. */
    record Subject(
            AddrSpec to,
            Optional<String> envelopeId,
            HeaderBlock header,
            List<Entry> entries,
            String heading,
            String introduction) {}

    /** Writes the whole report; does not finish it. */
    void write(OutputStream out, Subject subject, Instant now) throws IOException {
        boolean international =
                subject.to().international()
                        || subject.entries().stream().anyMatch(e -> e.address().international());
        String date = MailDate.format(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        String boundary = "=_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        line(text, "Return-Path: <>");
        line(text, "Date: " + date);
        line(text, "From: Mail delivery <postmaster@" + hostName + ">");
        line(text, "To: <" + subject.to() + ">");
        line(text, "Message-ID: <" + UUID.randomUUID() + "@" + hostName + ">");
        line(text, "Subject: " + subject.heading());
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        line(text, "Content-Type: multipart/report; report-type=delivery-status;");
        line(text, " boundary=\"" + boundary + "\"");
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: text/plain; charset=utf-8");
        line(text, "Content-Transfer-Encoding: 8bit");
        line(text, "");
        line(text, subject.introduction());
        for (Entry entry : subject.entries()) {
            line(
                    text,
                    "  "
                            + entry.address()
                            + entry.why().map(why -> ": " + Reasons.text(why)).orElse(""));
        }
        line(text, "");
        line(text, "--" + boundary);
        status(text, subject, date, international);
        line(text, "--" + boundary);
        line(text, "Content-Type: text/rfc822-headers");
        line(text, "");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.write(subject.header().select(SHOWN, false));
        out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void status(StringBuilder text, Subject subject, String date, boolean international) {
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
        subject.envelopeId().ifPresent(id -> line(text, "Original-Envelope-Id: " + id));
        line(text, "Arrival-Date: " + date);
        for (Entry entry : subject.entries()) {
            line(text, "");
            entry.original().ifPresent(o -> line(text, "Original-Recipient: " + o));
            String type = entry.address().international() ? "utf-8; " : "rfc822; ";
            line(text, "Final-Recipient: " + type + entry.address());
            line(text, "Action: " + entry.action().word);
            line(text, "Status: " + entry.action().status);
            entry.why()
                    .ifPresent(why -> line(text, "Diagnostic-Code: smtp; " + Reasons.reply(why)));
        }
        line(text, "");
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
