package org.mailroom.imap.command;

/** The client's name for a command. RFC 9051 §2.2.1. */
public record Tag(String value) {
    public static final int MAX_LENGTH = 255;

    public Tag {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("tag of length " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isTagChar(value.charAt(i))) {
                throw new IllegalArgumentException("tag with character " + (int) value.charAt(i));
            }
        }
    }

    /** Any ASTRING-CHAR except "+". RFC 9051 §9. */
    public static boolean isTagChar(int c) {
        return c > 0x20 && c < 0x7F && "(){%*\"\\+".indexOf(c) < 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
