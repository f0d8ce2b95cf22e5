package org.mailroom.transport.auth;

import java.text.Normalizer;

/**
 * Brings user names and passwords to one form, so that the same characters typed on two keyboards
 * compare equal. RFC 4013, without its bidirectional check and its table of unassigned characters.
 */
public final class Saslprep {
    private Saslprep() {}

    /**
     * Maps other spaces to SPACE, drops what RFC 3454 maps to nothing, normalises to NFKC.
     *
     * @throws IllegalArgumentException on control characters, surrogates and other characters that
     *     no name or password may hold
     */
    public static String prepare(String text) {
        if (isPlainAscii(text)) return text;
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !mappedToNothing(c))
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        String result = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        result.codePoints().forEach(Saslprep::check);
        return result;
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) return false;
        }
        return true;
    }

    // RFC 3454 §B.1
    private static boolean mappedToNothing(int c) {
        return switch (c) {
            case 0xAD,
                    0x34F,
                    0x1806,
                    0x180B,
                    0x180C,
                    0x180D,
                    0x200B,
                    0x200C,
                    0x200D,
                    0x2060,
                    0xFEFF ->
                    true;
            default -> c >= 0xFE00 && c <= 0xFE0F;
        };
    }

    // RFC 4013 §2.3
    private static void check(int c) {
        boolean prohibited =
                switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default ->
                            (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || c == 0xFFFD;
                };
        if (prohibited) throw new IllegalArgumentException("prohibited character");
    }
}
