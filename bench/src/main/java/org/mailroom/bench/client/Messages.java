package org.mailroom.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up messages of an exact size, in three shapes: plain text, text with HTML, text with an
 * attachment. No line begins with a dot, so SMTP and IMAP take the same bytes.
 */
public final class Messages {
    private static final String SLOT = "#".repeat(Frame.DIGITS);
    private static final String[] WORDS = {
        "appointment",
        "ward",
        "round",
        "please",
        "confirm",
        "the",
        "results",
        "of",
        "your",
        "test",
        "and",
        "bring",
        "a",
        "list",
        "with",
        "questions",
        "for",
        "next",
        "week",
        "we",
        "moved",
        "seminar",
        "to",
        "room",
        "on",
        "second",
        "floor",
        "thanks",
        "kind",
        "regards",
        "notes",
        "attached",
        "is",
        "plan",
        "that",
        "was",
        "agreed",
        "in",
        "meeting",
        "about",
        "shift"
    };

    private Messages() {}

    /** What comes after a message in DATA. */
    public static byte[] finalDot() {
        return ".\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    /** A message; {@code variant} chooses shape and words. */
    public static Frame message(int variant, int size, String from, String to) {
        String boundary = "b-" + variant;
        String[] types = {
            "text/plain; charset=utf-8",
            "multipart/alternative; boundary=\"" + boundary + "\"",
            "multipart/mixed; boundary=\"" + boundary + "\""
        };
        int shape = variant % types.length;
        String head =
                """
                From: "Sender of the Bench" <%s>
                To: <%s>
                Subject: About the plan for next week, number %s
                Date: Sat, 21 Nov 2026 03:25:00 +0000
                Message-ID: <%s@bench.test>
                MIME-Version: 1.0
                Content-Type: %s

                """
                        .formatted(from, to, SLOT, SLOT, types[shape])
                        .replace("\n", "\r\n");
        String tail = shape == 0 ? "" : "--" + boundary + "--\r\n";
        int room = Math.max(size - head.length() - tail.length(), 64);
        SplittableRandom random = new SplittableRandom(variant);
        return frame(head + body(shape, boundary, room, random) + tail);
    }

    private static String body(int shape, String boundary, int room, SplittableRandom random) {
        if (shape == 0) {
            return text(room, random);
        }
        String first = part(boundary, "text/plain; charset=utf-8");
        String second =
                shape == 1
                        ? part(boundary, "text/html; charset=utf-8")
                        : part(
                                boundary,
                                "application/octet-stream",
                                "Content-Disposition: attachment; filename=plan.bin",
                                "Content-Transfer-Encoding: base64");
        int left = Math.max(room - first.length() - second.length(), 128);
        String rest = shape == 1 ? text(left - left / 3, random) : base64(left - left / 3, random);
        return first + text(left / 3, random) + second + rest;
    }

    private static String part(String boundary, String type, String... fields) {
        StringBuilder head = new StringBuilder("--" + boundary + "\r\nContent-Type: " + type);
        for (String field : fields) {
            head.append("\r\n").append(field);
        }
        return head.append("\r\n\r\n").toString();
    }

    private static String text(int length, SplittableRandom random) {
        StringBuilder out = new StringBuilder(length + 80);
        int column = 0;
        while (out.length() < length) {
            String word = WORDS[random.nextInt(WORDS.length)];
            out.append(word);
            column += word.length() + 1;
            out.append(column > 66 ? "\r\n" : " ");
            column = column > 66 ? 0 : column;
        }
        return close(out, length);
    }

    private static String base64(int length, SplittableRandom random) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        StringBuilder out = new StringBuilder(length + 80);
        while (out.length() < length) {
            for (int i = 0; i < 76; i++) {
                out.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            out.append("\r\n");
        }
        return close(out, length);
    }

    /** Cuts to the length, with a whole CRLF at the end and none torn before it. */
    private static String close(StringBuilder out, int length) {
        out.setLength(length - 2);
        for (int i = out.length() - 1; i >= out.length() - 2; i--) {
            if (out.charAt(i) == '\r' || out.charAt(i) == '\n') {
                out.setCharAt(i, 'x');
            }
        }
        return out.append("\r\n").toString();
    }

    private static Frame frame(String text) {
        List<Integer> slots = new ArrayList<>();
        for (int at = text.indexOf(SLOT); at >= 0; at = text.indexOf(SLOT, at + 1)) {
            slots.add(at);
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new Frame(bytes, slots.stream().mapToInt(Integer::intValue).toArray()).number(0);
    }
}
