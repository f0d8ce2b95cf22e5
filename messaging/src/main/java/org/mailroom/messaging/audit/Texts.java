package org.mailroom.messaging.audit;

/** Bounds on what callers may put into a record. */
final class Texts {
    private Texts() {}

    /** At most {@code most} characters, no control characters, no half surrogate at the end. */
    static String cut(String text, int most) {
        String clean = text.strip().replaceAll("\\p{Cntrl}", " ");
        if (clean.length() <= most) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(most - 2)) ? most - 2 : most - 1;
        return clean.substring(0, end) + "…";
    }
}
