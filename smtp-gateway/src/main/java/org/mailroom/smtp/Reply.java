package org.mailroom.smtp;

import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.delivery.Reasons;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Why;
import org.mailroom.smtp.command.SyntaxError;
import org.mailroom.transport.net.Output;

import java.io.IOException;
import java.util.List;

/**
 * An answer: reply code, enhanced status code, text. RFC 5321 §4.2, RFC 2034.
 *
 * @param enhanced empty where there is none: greetings, EHLO, 3xx
 * @param lines one or more
 */
record Reply(int code, String enhanced, List<String> lines) {
    /** RFC 5321 §4.5.3.1.5, less code, enhanced code and end of line. */
    private static final int MAX_TEXT = 490;

    static Reply of(int code, String enhanced, String text) {
        return new Reply(code, enhanced, List.of(text));
    }

    static Reply ok(String enhanced, String text) {
        return of(250, enhanced, text);
    }

    static Reply badSequence(String text) {
        return of(503, "5.5.1", text);
    }

    static Reply of(SyntaxError error) {
        return of(error.code(), error.enhanced(), text(error));
    }

    private static String text(Exception error) {
        String message = error.getMessage();
        return message == null ? "" : message;
    }

    static Reply of(Decision.Refuse no) {
        Why why = no.why();
        return why.retryAfter().isPresent()
                ? of(450, "4.7.1", Reasons.text(why))
                : refused(no.reason(), Reasons.text(why));
    }

    /** Where there is nothing yet that could be held. */
    static Reply of(Decision.Hold hold) {
        return of(450, "4.7.1", Reasons.text(hold.why()));
    }

    /** The one place where reasons become codes. RFC 3463, RFC 5248. */
    static Reply refused(Reason reason, String text) {
        return switch (reason) {
            case UNKNOWN_RECIPIENT, NONEXISTENT -> of(550, "5.1.1", text);
            case RECIPIENT_DISABLED -> of(550, "5.2.1", text);
            case OVER_QUOTA -> of(552, "5.2.2", text);
            case TOO_BIG -> of(552, "5.3.4", text);
            case NO_PERMISSION, SENDER_NOT_OWN, POLICY -> of(550, "5.7.1", text);
            case LOOP -> of(554, "5.4.6", text);
            case LIMIT -> of(452, "4.5.3", text);
            case RATE -> of(450, "4.7.1", text);
            case UNAVAILABLE -> of(452, "4.3.1", text);
            case EXPUNGED, CORRUPT, CONFLICT -> of(451, "4.3.0", text);
            // A mailet named a mailbox that cannot be: for the operator to put right.
            case ALREADY_EXISTS, CANNOT, HAS_CHILDREN, BAD_NAME -> of(451, "4.3.5", text);
        };
    }

    /** Our own fault; the log knows more. */
    static Reply internalError() {
        return of(451, "4.3.0", "Internal error, not your fault; try again later");
    }

    boolean positive() {
        return code < 400;
    }

    /** Whether it counts against the client. */
    boolean clientError() {
        return code >= 500;
    }

    void writeTo(Output out) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            out.number(code).write(i == lines.size() - 1 ? ' ' : '-');
            if (!enhanced.isEmpty()) {
                out.ascii(enhanced).write(' ');
            }
            out.ascii(printable(lines.get(i))).crlf();
        }
    }

    /** Replies are ASCII on one line, whatever an address or an operator's text brings along. */
    private static String printable(String text) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
            char c = text.charAt(i);
            kept.append(c >= ' ' && c < 127 ? c : '?');
        }
        return kept.toString();
    }
}
