package org.mailroom.mailstore.mime;

import org.apache.james.mime4j.codec.EncoderUtil;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Header fields of our own making, put in front of a message. RFC 5322 §2.2.3, RFC 2047. */
public final class HeaderLine {
    private static final int FOLD_AT = 78;
    private static final int ENCODED_RUN = 20; // code points of a word; 4 octets each still fit

    private HeaderLine() {}

    /**
     * One field, folded, ended with CRLF. Text outside ASCII becomes encoded words, all of it:
     * right for a subject, while an address list must come with its names already encoded.
     *
     * @throws IllegalArgumentException for a name that is none or a value with CR, LF or NUL
     */
    public static byte[] of(String name, String value) {
        if (!name.matches("[!-9;-~]+")) throw new IllegalArgumentException("header name");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0)
                throw new IllegalArgumentException("header value");
        }
        boolean ascii = HeaderText.isAscii(value);
        StringBuilder line = new StringBuilder(name).append(": ");
        fold(line, ascii ? value : encoded(value));
        return line.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The message with these header lines before it. */
    public static InputStream prepend(byte[] lines, InputStream message) {
        return new SequenceInputStream(new ByteArrayInputStream(lines), message);
    }

    /** Breaks before a space where a line would get too long; the space starts the next line. */
    private static void fold(StringBuilder line, String value) {
        int lineLength = line.length();
        int at = 0;
        while (at < value.length()) {
            int next = value.indexOf(' ', at + 1);
            int end = next < 0 ? value.length() : next;
            boolean breaks = at > 0 && lineLength + end - at > FOLD_AT;
            if (breaks && !value.substring(at, end).isBlank()) {
                line.append("\r\n");
                lineLength = 0;
            }
            line.append(value, at, end);
            lineLength += end - at;
            at = end;
        }
    }

    private static String encoded(String value) {
        StringBuilder words = new StringBuilder();
        int[] points = value.codePoints().toArray();
        for (int at = 0; at < points.length; at += ENCODED_RUN) {
            int count = Math.min(ENCODED_RUN, points.length - at);
            byte[] octets = new String(points, at, count).getBytes(StandardCharsets.UTF_8);
            if (at > 0) words.append(' ');
            words.append("=?UTF-8?B?").append(EncoderUtil.encodeB(octets)).append("?=");
        }
        return words.toString();
    }
}
