package org.mailroom.imap.command;

import java.util.Locale;

/** A flag of a message: one the standard defines, or a keyword. RFC 9051 §2.3.2. */
public sealed interface Flag permits SystemFlag, Flag.Keyword {
    /** The flag as it is written on the wire. */
    String wire();

    /** A flag from its wire form; a leading backslash makes it a system flag. */
    static Flag of(String wire) {
        if (!wire.startsWith("\\")) {
            return new Keyword(wire);
        }
        return SystemFlag.find(wire)
                .orElseThrow(() -> new IllegalArgumentException("no such system flag"));
    }

    /** A keyword; two that differ only in case are the same one. */
    record Keyword(String wire) implements Flag {
        public static final int MAX_LENGTH = 250;

        public Keyword {
            if (wire.isEmpty() || wire.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("keyword of length " + wire.length());
            }
            for (int i = 0; i < wire.length(); i++) {
                if (!isAtomChar(wire.charAt(i))) {
                    throw new IllegalArgumentException("character not allowed in a keyword");
                }
            }
        }

        private static boolean isAtomChar(int c) {
            return c > 0x20 && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0;
        }

        /** What keywords are compared and stored by. */
        public String folded() {
            return wire.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Keyword keyword && wire.equalsIgnoreCase(keyword.wire);
        }

        @Override
        public int hashCode() {
            return folded().hashCode();
        }
    }
}
