package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.text.Normalizer;

/**
 * A string to look for, folded once: titlecase and decomposition of each code point, as
 * i;unicode-casemap does it. RFC 5051. Looking costs one step a character and no memory.
 */
public final class SearchString {
    /** What a character folds to; filled as characters turn up, a race fills one twice. */
    private static final @Nullable String[] FOLDED = new @Nullable String[0x10000];

    private final char[] pattern;

    /** For each length matched, the next shorter one to try: Knuth, Morris, Pratt. */
    private final int[] shorter;

    private SearchString(char[] pattern) {
        this.pattern = pattern;
        shorter = new int[pattern.length + 1];
        int match = 0;
        for (int i = 1; i < pattern.length; i++) {
            while (match > 0 && pattern[i] != pattern[match]) match = shorter[match];
            if (pattern[i] == pattern[match]) match++;
            shorter[i + 1] = match;
        }
    }

    public static SearchString of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(point -> folded.append(fold(point)));
        return new SearchString(folded.toString().toCharArray());
    }

    public boolean isEmpty() {
        return pattern.length == 0;
    }

    /** Whether text contains this; an empty string is in every text. */
    public boolean in(CharSequence text) {
        if (pattern.length == 0) return true;
        Search search = new Search();
        char[] chars = text.toString().toCharArray();
        return search.goOn(chars, chars.length);
    }

    /** Whether the text contains this; reads no further than it must. */
    boolean in(Reader text) throws IOException {
        if (pattern.length == 0) return true;
        Search search = new Search();
        char[] buffer = new char[8192];
        for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
            if (search.goOn(buffer, n)) return true;
        }
        return false;
    }

    private static String fold(int point) {
        if (point >= FOLDED.length) return foldNew(point);
        String known = FOLDED[point];
        if (known == null) {
            known = foldNew(point);
            FOLDED[point] = known;
        }
        return known;
    }

    private static String foldNew(int point) {
        String title = Character.toString(Character.toTitleCase(point));
        String decomposed = Normalizer.normalize(title, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(decomposed.length());
        // once more: a ligature has no title case but falls into letters that do
        decomposed
                .codePoints()
                .forEach(part -> folded.appendCodePoint(Character.toTitleCase(part)));
        return folded.toString();
    }

    private final class Search {
        private int matched;
        private char high;

        /** Whether the pattern ends within these characters, which follow those before. */
        boolean goOn(char[] chars, int count) {
            for (int i = 0; i < count; i++) {
                char c = chars[i];
                if (c < 0x80) {
                    if (step(c >= 'a' && c <= 'z' ? (char) (c - 32) : c)) return true;
                } else if (Character.isHighSurrogate(c)) {
                    high = c;
                } else {
                    boolean pair = Character.isLowSurrogate(c) && high != 0;
                    if (steps(fold(pair ? Character.toCodePoint(high, c) : c))) return true;
                    high = 0;
                }
            }
            return false;
        }

        private boolean steps(String folded) {
            for (int i = 0; i < folded.length(); i++) {
                if (step(folded.charAt(i))) return true;
            }
            return false;
        }

        private boolean step(char c) {
            while (matched > 0 && pattern[matched] != c) matched = shorter[matched];
            if (pattern[matched] == c) matched++;
            return matched == pattern.length;
        }
    }
}
