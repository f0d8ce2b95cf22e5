package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Charsets by the names mail uses. Asking the JDK for a name it does not know goes through every
 * provider each time, which a message full of made-up names could exploit; here it is one look.
 */
final class Charsets {
    private Charsets() {}

    /** In any case; null when nobody knows it. */
    static @Nullable Charset lookup(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "us-ascii", "ascii" -> StandardCharsets.US_ASCII;
            case "iso-8859-1", "latin1" -> StandardCharsets.ISO_8859_1;
            default -> All.BY_NAME.get(lower);
        };
    }

    /** Loaded with the first name that is not one of the three above. */
    private static final class All {
        private static final Map<String, Charset> BY_NAME = new HashMap<>();

        static {
            for (Charset charset : Charset.availableCharsets().values()) {
                BY_NAME.put(charset.name().toLowerCase(Locale.ROOT), charset);
                for (String alias : charset.aliases()) {
                    BY_NAME.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset);
                }
            }
            // Order of reading is the reader's business; RFC 1556.
            alias("iso-8859-8-i", "iso-8859-8");
            alias("iso-8859-6-i", "iso-8859-6");
        }

        private static void alias(String name, String known) {
            Charset charset = BY_NAME.get(known);
            if (charset != null) BY_NAME.putIfAbsent(name, charset);
        }
    }
}
