package org.mailroom.mailstore.mime;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Names of header fields that are asked of many messages: made once, then compared octet by octet.
 */
public final class FieldNames {
    private final byte[][] lowerCase;
    private final boolean kept;

    private FieldNames(byte[][] lowerCase, boolean kept) {
        this.lowerCase = lowerCase;
        this.kept = kept;
    }

    /** Names in any case. */
    public static FieldNames of(Collection<String> names) {
        byte[][] lowerCase =
                names.stream()
                        .map(n -> n.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        return new FieldNames(lowerCase, names.stream().allMatch(SummaryWriter::isKept));
    }

    /** Whether a summary keeps all of these, unless the message has too many fields for it. */
    public boolean kept() {
        return kept;
    }

    /** The fields of these names among whole fields, in their order, and the blank line. */
    byte[] select(byte[] fields, Range within) {
        var out = new WireBuffer((int) within.length() + 2);
        int limit = (int) within.end();
        int end;
        for (int at = (int) within.offset(); at < limit; at = end) {
            end = HeaderBlock.endOfField(fields, at, limit);
            if (matches(fields, at, end)) {
                out.append(fields, at, end - at);
            }
        }
        return out.append("\r\n").toBytes();
    }

    private boolean matches(byte[] fields, int from, int end) {
        for (byte[] name : lowerCase) {
            int after = from + name.length;
            if (after < end && begins(fields, from, name) && isNameEnd(fields, after, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] fields, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            byte octet = fields[from + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
            if (lower != name[i]) {
                return false;
            }
        }
        return true;
    }

    // RFC 5322 §4.5: white space may stand before the colon
    private static boolean isNameEnd(byte[] fields, int at, int end) {
        int colon = at;
        while (colon < end && (fields[colon] == ' ' || fields[colon] == '\t')) {
            colon++;
        }
        return colon < end && fields[colon] == ':';
    }
}
