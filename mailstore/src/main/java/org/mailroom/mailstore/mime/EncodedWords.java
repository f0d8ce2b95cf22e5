package org.mailroom.mailstore.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Decodes encoded words in one pass over the text: what is searched and shown must not take longer
 * the more it resembles one. Words of one charset that follow each other are joined before they are
 * decoded, since many senders split characters. What is no word stays as it stands. RFC 2047.
 */
final class EncodedWords {
    private static final int MAX_CHARSET = 60;
    private static final int MAX_WORD = 4000;

    private final String text;
    private final StringBuilder out;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private String charset = "";

    /** Where the next {@code ?=} stands that has been looked for. */
    private int wordEnd = -1;

    private EncodedWords(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    static String decode(String text) {
        return text.contains("=?") ? new EncodedWords(text).decode() : text;
    }

    private String decode() {
        int plain = 0; // what comes before has been written
        for (int at = text.indexOf("=?"); at >= 0; at = text.indexOf("=?", at)) {
            int end = word(plain, at);
            if (end < 0) {
                at += 2;
            } else {
                plain = end;
                at = end;
            }
        }
        flush();
        return out.append(text, plain, text.length()).toString();
    }

    /**
     * Takes the word at start, and the text since plain before it; its end, or -1 if it is none.
     */
    private int word(int plain, int start) {
        int question = indexOf('?', start + 2, MAX_CHARSET);
        if (question <= start + 2 || question + 3 >= text.length()) return -1;
        if (text.charAt(question + 2) != '?') return -1;
        char encoding = Character.toUpperCase(text.charAt(question + 1));
        if (encoding != 'B' && encoding != 'Q') return -1;
        int from = question + 3;
        if (wordEnd < from) wordEnd = text.indexOf("?=", from);
        int end = wordEnd;
        if (end < 0) wordEnd = text.length(); // never again
        if (end < 0 || end == text.length() || end - from > MAX_WORD) return -1;
        String name = text.substring(start + 2, question).toLowerCase(Locale.ROOT);
        int language = name.indexOf('*'); // RFC 2231 §5
        String named = language < 0 ? name : name.substring(0, language);
        boolean follows = octets.size() > 0 && text.substring(plain, start).isBlank();
        if (!follows || !named.equals(charset)) flush();
        if (!follows) out.append(text, plain, start);
        charset = named;
        if (encoding == 'B') {
            base64(from, end);
        } else {
            quoted(from, end);
        }
        return end + 2;
    }

    private int indexOf(char c, int from, int within) {
        return text.indexOf(c, from, Math.min(text.length(), from + within));
    }

    private void flush() {
        if (octets.size() == 0) return;
        Charset known = Charsets.lookup(charset);
        if (known == null || known.equals(StandardCharsets.US_ASCII)) {
            out.append(HeaderText.guess(octets.toString(StandardCharsets.ISO_8859_1)));
        } else {
            out.append(octets.toString(known));
        }
        octets.reset();
    }

    private void quoted(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int high = c == '=' && i + 2 < end ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                octets.write(high * 16 + low);
                i += 2;
            } else if (c < 0x80) {
                octets.write(c == '_' ? ' ' : c);
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Rubbish and padding left out, so that words padded in the middle are read too. */
    private void base64(int from, int end) {
        StringBuilder digits = new StringBuilder(end - from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/'))
                digits.append(c);
        }
        if (digits.length() % 4 == 1) digits.setLength(digits.length() - 1);
        octets.writeBytes(Base64.getDecoder().decode(digits.toString()));
    }
}
