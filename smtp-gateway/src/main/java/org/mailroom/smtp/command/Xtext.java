package org.mailroom.smtp.command;

/** The encoding of DSN parameters: {@code +} and two hexadecimal digits. RFC 3461 §4. */
final class Xtext {
    private Xtext() {}

    /**
     * Decodes; what comes out stands in header fields of reports later, so nothing but printable
     * characters is let through.
     *
     * @param utf8 whether characters outside ASCII may stand for themselves, RFC 6533 §3
     */
    static String decode(String keyword, String text, boolean utf8) throws SyntaxError {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                int hex = i + 2 < text.length() ? hex(text, i + 1) : -1;
                if (hex < 0) {
                    throw SyntaxError.argument(
                            keyword + " has a + without two hexadecimal digits behind it");
                }
                c = (char) hex;
                i += 2;
            } else if (c == '=') {
                throw SyntaxError.argument(keyword + " has a = that is not encoded");
            }
            if (c < ' ' || c == 0x7F || (c > 0x7F && !(utf8 && text.charAt(i) == c))) {
                throw SyntaxError.argument(keyword + " holds a character that cannot be printed");
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static int hex(String text, int at) {
        int high = digit(text.charAt(at));
        int low = digit(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Capitals only, as the RFC has it. */
    private static int digit(char c) {
        return "0123456789ABCDEF".indexOf(c);
    }
}
