package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Strings as IMAP writes them: quoted where every client may read that, else a literal, in which
 * 8-bit octets are allowed even to clients that never enabled UTF8=ACCEPT. RFC 9051 §4.3.
 */
public final class ImapString {
    /** Longer strings go as literals: old clients read quoted strings into small buffers. */
    private static final int MAX_QUOTED = 1024;

    private ImapString() {}

    /** The string in UTF-8. */
    public static byte[] of(String text) {
        String octets =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        WireBuffer out = new WireBuffer(octets.length() + 16);
        write(out, octets);
        return out.toBytes();
    }

    /** A string or NIL; one char an octet. */
    static void write(WireBuffer out, @Nullable String octets) {
        if (octets == null) {
            out.append("NIL");
        } else if (!isQuotable(octets)) {
            String sendable = octets.replace("\0", ""); // CHAR8 has no NUL
            out.append('{').append(sendable.length()).append("}\r\n").append(sendable);
        } else if (octets.indexOf('"') < 0 && octets.indexOf('\\') < 0) {
            out.append('"').append(octets).append('"');
        } else {
            out.append('"').append(octets.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }

    private static boolean isQuotable(String octets) {
        if (octets.length() > MAX_QUOTED) return false;
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c > '~' || (c < ' ' && c != '\t')) return false;
        }
        return true;
    }
}
