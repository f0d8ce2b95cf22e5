package org.mailroom.messaging.send;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.messaging.people.AddrSpec;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes a composed message. RFC 5322 §3.6, RFC 2045, RFC 2046 §5.1, RFC 2047, RFC 2231. */
final class Composer {
    /** RFC 5322 §2.1.1 less some room. */
    private static final int LONGEST_LINE = 900;

    private static final Base64.Encoder BASE64 =
            Base64.getMimeEncoder(76, "\r\n".getBytes(US_ASCII));

    private final StringBuilder text = new StringBuilder();
    private final String boundary = "=_" + UUID.randomUUID();

    /**
     * Who writes it and how it is called.
     *
     * @param author shown before the address; may be empty
     * @param bcc whether the field Bcc stands in it: only in the author's own copy
     * @param due for the field Deferred-Delivery
     */
    record Heading(
            String author,
            AddrSpec from,
            String messageId,
            Instant date,
            boolean bcc,
            Optional<Instant> due) {}

    private Composer() {}

    static void write(OutputStream out, NewMessage message, Heading heading) throws IOException {
        var composer = new Composer();
        composer.header(message, heading);
        composer.body(message);
        out.write(composer.text.toString().getBytes(UTF_8));
    }

    private void header(NewMessage message, Heading heading) {
        line("Date: " + date(heading.date()));
        String phrase = heading.author().isBlank() ? "" : phrase(heading.author()) + " ";
        line("From: " + phrase + "<" + heading.from() + ">");
        addresses("To", message.to());
        addresses("Cc", message.cc());
        if (heading.bcc()) {
            addresses("Bcc", message.bcc());
        }
        if (message.to().isEmpty() && message.cc().isEmpty()) {
            line("To: undisclosed-recipients:;");
        }
        line("Subject: " + words(message.subject()));
        line("Message-ID: " + heading.messageId());
        message.inReplyTo().ifPresent(id -> line("In-Reply-To: " + harmless(id)));
        if (!message.references().isEmpty()) {
            line("References: " + harmless(String.join("\r\n ", message.references())));
        }
        if (message.automatic()) {
            line("Auto-Submitted: auto-generated");
        }
        heading.due().ifPresent(due -> line(Due.FIELD + ": " + date(due)));
        line("MIME-Version: 1.0");
    }

    private static String date(Instant at) {
        return MailDate.format(at.atOffset(ZoneOffset.UTC));
    }

    private void addresses(String name, List<AddrSpec> all) {
        if (!all.isEmpty()) {
            line(
                    name
                            + ": "
                            + String.join(",\r\n ", all.stream().map(a -> "<" + a + ">").toList()));
        }
    }

    /** Folds stay, other line ends go. */
    private static String harmless(String value) {
        return value.replaceAll("\\r\\n (?=\\S)", "\u0000")
                .replaceAll("[\\r\\n]+", " ")
                .replace("\u0000", "\r\n ");
    }

    private void body(NewMessage message) {
        if (message.attachments().isEmpty()) {
            texts(message, "alt");
            return;
        }
        line("Content-Type: multipart/mixed; boundary=\"" + boundary + "mix\"");
        line("");
        line("--" + boundary + "mix");
        texts(message, "alt");
        for (NewMessage.Attachment attachment : message.attachments()) {
            line("--" + boundary + "mix");
            attachment(attachment);
        }
        line("--" + boundary + "mix--");
    }

    private void texts(NewMessage message, String kind) {
        if (message.html().isEmpty()) {
            part("text/plain", message.text());
            return;
        }
        line("Content-Type: multipart/alternative; boundary=\"" + boundary + kind + "\"");
        line("");
        line("--" + boundary + kind);
        part("text/plain", message.text());
        line("--" + boundary + kind);
        part("text/html", message.html().get());
        line("--" + boundary + kind + "--");
    }

    private void part(String type, String content) {
        String lines = content.replaceAll("\\r\\n?|\\n", "\r\n");
        boolean plain =
                lines.lines().allMatch(l -> l.getBytes(UTF_8).length <= LONGEST_LINE)
                        && lines.indexOf('\0') < 0;
        line("Content-Type: " + type + "; charset=utf-8");
        line("Content-Transfer-Encoding: " + (plain ? "8bit" : "base64"));
        line("");
        line(plain ? lines : BASE64.encodeToString(lines.getBytes(UTF_8)));
    }

    private void attachment(NewMessage.Attachment attachment) {
        String type =
                attachment.type().matches("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
                        ? attachment.type()
                        : "application/octet-stream";
        line("Content-Type: " + type);
        line("Content-Disposition: attachment;\r\n filename*=utf-8''" + percent(attachment.name()));
        line("Content-Transfer-Encoding: base64");
        line("");
        line(BASE64.encodeToString(attachment.content()));
    }

    private static String percent(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0);
            encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xFF));
        }
        return encoded.toString();
    }

    private static boolean isPlain(String value) {
        return value.length() < 70
                && value.chars().allMatch(c -> c >= ' ' && c < 127)
                && !value.contains("=?");
    }

    private static String phrase(String name) {
        return isPlain(name)
                ? "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : words(name);
    }

    /** Encoded words, folded, where it takes them. */
    private static String words(String value) {
        if (isPlain(value)) {
            return value;
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int c : value.replaceAll("[\\r\\n]+", " ").codePoints().toArray()) {
            int length = Character.toString(c).getBytes(UTF_8).length;
            if (octets + length > 45) {
                words.add(encoded(word));
                word.setLength(0);
                octets = 0;
            }
            word.appendCodePoint(c);
            octets += length;
        }
        words.add(encoded(word));
        return String.join("\r\n ", words);
    }

    private static String encoded(StringBuilder word) {
        byte[] bytes = word.toString().getBytes(UTF_8);
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
