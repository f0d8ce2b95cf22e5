package org.mailroom.mailstore.mime;

import java.io.InputStream;

/** Header fields of our own making, put in front of a message. RFC 5322 §2.2.3, RFC 2047. */
public final class HeaderLine {
    private HeaderLine() {}

    /**
     * One field, folded, ended with CRLF; text outside ASCII becomes encoded words.
     *
     * @throws IllegalArgumentException for a name that is none or a value with CR, LF or NUL
     */
    public static byte[] of(String name, String value) {
        throw new UnsupportedOperationException(name + value);
    }

    /** The message with these header lines before it. */
    public static InputStream prepend(byte[] lines, InputStream message) {
        throw new UnsupportedOperationException(message.toString() + lines.length);
    }
}
