package org.mailroom.mailstore.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Header text for people: encoded words (RFC 2047), UTF-8 (RFC 6532), and undeclared 8-bit. */
final class HeaderText {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private HeaderText() {}

    /** Decodes text of one char an octet. */
    static String decode(String octets) {
        String text = isAscii(octets) ? octets : guess(octets);
        return printable(EncodedWords.decode(text));
    }

    /** UTF-8 where it is valid, elsewhere what Windows would have meant. */
    static String guess(String octets) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        guess(StandardCharsets.UTF_8.newDecoder(), ByteBuffer.wrap(bytes), out, true);
        return out.flip().toString();
    }

    /**
     * Decodes as far as it goes; when last is false, an unfinished sequence at the end stays in the
     * buffer. Out must have as much room as in has octets.
     */
    static void guess(CharsetDecoder utf8, ByteBuffer in, CharBuffer out, boolean last) {
        while (in.hasRemaining()) {
            CoderResult result = utf8.decode(in, out, last);
            if (!result.isMalformed()) return;
            for (int i = result.length(); i > 0; i--) {
                out.put(WINDOWS_1252.decode(in.slice(in.position(), 1)));
                in.get();
            }
        }
    }

    static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) >= 0x80) return false;
        }
        return true;
    }

    /** Control characters, which could forge lines in a log or a list, become spaces. */
    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return text.replaceAll("\\p{Cntrl}+", " ").strip();
            }
        }
        return text;
    }
}
