package org.mailroom.mailstore.mail;

/** UIDs from {@code first} to {@code last}, both included. */
public record UidRange(long first, long last) {
    public UidRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("uid range " + first + ":" + last);
        }
    }
}
