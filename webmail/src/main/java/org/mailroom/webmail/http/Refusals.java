package org.mailroom.webmail.http;

import org.mailroom.mailstore.refusal.Refused;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the store and messaging refuse, as problems: the one place where it is translated. */
final class Refusals {
    /** Where the decision point said no, its word stands behind the text on every surface. */
    private static final Pattern WORD = Pattern.compile("(.*?) ?\\[([a-z]+(?:-[a-z]+)*)]");

    private Refusals() {}

    static Problem problem(Refused no) {
        Problem problem = translated(no);
        Matcher word = WORD.matcher(text(no));
        return word.matches() ? problem.code(word.group(2)).detail(word.group(1)) : problem;
    }

    private static Problem translated(Refused no) {
        return switch (no.reason()) {
            case NONEXISTENT, EXPUNGED -> Problem.notFound().detail(text(no));
            case ALREADY_EXISTS -> of(409, "already-exists", "There is one already", no);
            case CONFLICT -> Call.stale().problem();
            case CANNOT, HAS_CHILDREN -> of(409, "cannot", "This cannot be done", no);
            case BAD_NAME -> of(422, "invalid", "A name or value is not allowed", no);
            case NO_PERMISSION, SENDER_NOT_OWN, POLICY ->
                    of(403, "not-permitted", "Not permitted", no);
            case OVER_QUOTA -> of(403, "mailbox-full", "The mailbox is full", no);
            case TOO_BIG -> of(413, "too-large", "The message is too large", no);
            case LIMIT -> of(422, "limit", "More than allowed", no);
            case UNKNOWN_RECIPIENT -> of(403, "no-such-recipient", "No such recipient", no);
            case RECIPIENT_DISABLED ->
                    of(403, "recipient-unavailable", "The recipient takes no mail", no);
            case RATE -> of(429, "rate-limited", "Too many, too fast", no).retryAfter(60);
            case LOOP -> of(403, "loop", "The message goes round in circles", no);
            case UNAVAILABLE ->
                    of(503, "unavailable", "Not possible at the moment", no).retryAfter(5);
            case CORRUPT -> Problem.of(500, "server-error", "Server error");
        };
    }

    private static Problem of(int status, String code, String title, Refused no) {
        return Problem.of(status, code, title).detail(text(no));
    }

    private static String text(Refused no) {
        return String.valueOf(no.getMessage());
    }
}
