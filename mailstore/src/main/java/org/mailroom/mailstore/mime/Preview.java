package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;

/** The first words of a message's text. RFC 8970. */
record Preview(@Nullable PartNode plain, @Nullable PartNode html) {
    static final int MAX = 200;

    String text() {
        String text = plain == null ? "" : collapse(decoded(plain), true);
        if (!text.isEmpty() || html == null) return text;
        return collapse(HtmlText.strip(decoded(html)), false);
    }

    private static String decoded(PartNode part) {
        WireBuffer sample = part.sample;
        if (sample == null) return "";
        MimeHeader mime = part.mime;
        StringBuilder text = new StringBuilder(sample.length());
        try (Reader reader =
                TextReader.open(
                        mime.encoding(),
                        mime.charset(),
                        new ByteArrayInputStream(sample.toBytes()),
                        1024)) {
            char[] buffer = new char[1024];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
        } catch (IOException | TransferDecoder.UnknownTransferEncoding e) {
            return text.toString(); // as far as it could be read
        }
        return text.toString();
    }

    /** One line of at most MAX characters; quoted lines and their leads say nothing new. */
    private static String collapse(String text, boolean skipQuotes) {
        StringBuilder line = new StringBuilder(MAX);
        boolean space = false;
        boolean startOfLine = true;
        boolean quote = false;
        for (int i = 0; i < text.length() && line.length() < MAX; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                startOfLine = true;
                space = true;
                continue;
            }
            if (startOfLine) quote = skipQuotes && c == '>';
            startOfLine = false;
            if (quote) continue;
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = true;
            } else if (!isInvisible(c)) {
                if (space && !line.isEmpty()) line.append(' ');
                space = false;
                line.appendCodePoint(c);
            }
        }
        if (line.length() > MAX) line.setLength(line.offsetByCodePoints(line.length(), -1));
        return line.toString();
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || c == 0x034F // a joiner that newsletters pad their previews with
                || c == 0xFFFD;
    }
}
