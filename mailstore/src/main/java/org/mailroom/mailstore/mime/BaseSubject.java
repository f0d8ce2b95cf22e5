package org.mailroom.mailstore.mime;

/** What is left of a subject for threads, and whether it was a reply or forward. RFC 5256 §2.1. */
public record BaseSubject(String text, boolean replyOrForward) {
    /** Of a decoded subject. */
    public static BaseSubject of(String subject) {
        throw new UnsupportedOperationException(subject);
    }
}
