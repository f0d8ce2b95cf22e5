package org.mailroom.mailstore.mime;

/** Strings as IMAP writes them: quoted where that is allowed, else a literal. RFC 9051 §9. */
public final class ImapString {
    private ImapString() {}

    /** The string in UTF-8. */
    public static byte[] of(String text) {
        throw new UnsupportedOperationException(text);
    }
}
