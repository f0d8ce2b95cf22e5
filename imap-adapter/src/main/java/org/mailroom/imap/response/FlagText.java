package org.mailroom.imap.response;

import org.mailroom.mailstore.mailbox.SystemFlag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message's flags as the parenthesised list of FETCH. Without keywords it is one of a few lists,
 * made once. RFC 9051 §7.5.2.
 */
public final class FlagText {
    private static final SystemFlag[] SYSTEM = SystemFlag.values();
    private static final int RECENT = 1 << SYSTEM.length;
    private static final byte[][] PLAIN = new byte[2 * RECENT][];

    static {
        for (int bits = 0; bits < PLAIN.length; bits++) {
            PLAIN[bits] = make(bits, List.of());
        }
    }

    private FlagText() {}

    /**
     * The list, not to be changed.
     *
     * @param system bits of {@link SystemFlag#bit()}
     * @param recent whether \Recent belongs to it; RFC 3501 §2.3.2
     */
    public static byte[] of(int system, boolean recent, List<String> keywords) {
        int bits = (system & (RECENT - 1)) | (recent ? RECENT : 0);
        return keywords.isEmpty() ? PLAIN[bits] : make(bits, keywords);
    }

    private static byte[] make(int bits, List<String> keywords) {
        List<String> flags = new ArrayList<>();
        for (SystemFlag flag : SYSTEM) {
            if (flag.in(bits)) {
                flags.add(flag.wire());
            }
        }
        if ((bits & RECENT) != 0) {
            flags.add("\\Recent");
        }
        flags.addAll(keywords);
        return ("(" + String.join(" ", flags) + ")").getBytes(StandardCharsets.US_ASCII);
    }
}
