package org.mailroom.mailstore.mime;

/**
 * A string to look for, folded once: titlecase and decomposition of each code point, as
 * i;unicode-casemap does it. RFC 5051.
 */
public final class SearchString {
    private SearchString() {}

    public static SearchString of(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** Whether text contains this; an empty string is in every text. */
    public boolean in(CharSequence text) {
        throw new UnsupportedOperationException("" + text);
    }
}
