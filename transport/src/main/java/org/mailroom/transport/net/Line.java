package org.mailroom.transport.net;

import java.nio.charset.StandardCharsets;

/**
 * A line as it came. A line that is not {@link #strict()} is for SMTP to refuse.
 *
 * @param bytes without its end; of a line that is too long, the first bytes up to the bound
 * @param ending how the line ended
 * @param bareCr whether a CR without LF occurred within the line
 */
@SuppressWarnings("ArrayRecordComponent") // Made once per line and never compared.
public record Line(byte[] bytes, Ending ending, boolean bareCr) {
    /** How a line ended. */
    public enum Ending {
        CRLF,
        /** LF without CR. */
        BARE_LF,
        /** It was longer than asked for; its end has been found and the rest is gone. */
        TOO_LONG
    }

    public boolean tooLong() {
        return ending == Ending.TOO_LONG;
    }

    /** Ended by CRLF and without a CR or LF elsewhere. RFC 5321 §2.3.8. */
    public boolean strict() {
        return ending == Ending.CRLF && !bareCr;
    }

    /** One character per byte. */
    public String latin1() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What is not UTF-8 becomes U+FFFD. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
