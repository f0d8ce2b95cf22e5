package org.mailroom.messaging.policy;

import org.mailroom.messaging.people.AddrSpec;

import java.time.Duration;
import java.util.Optional;

/**
 * Why not.
 *
 * @param code for programs
 * @param text for people; names no third person and tells nothing the sender may not know
 * @param retryAfter when it may pass, where time alone mends it
 */
public record Why(WhyCode code, String text, Optional<Duration> retryAfter) {
    public Why(WhyCode code, String text) {
        this(code, text, Optional.empty());
    }

    /** Which of several recipients it is, as the sender wrote it; where it is one of them. */
    Why naming(AddrSpec recipient) {
        return switch (code) {
            case NOT_PERMITTED,
                    NO_SUCH_RECIPIENT,
                    RECIPIENT_UNAVAILABLE,
                    MAILBOX_FULL,
                    REPLY_OUTSIDE_THREAD ->
                    new Why(code, text + ": " + recipient, retryAfter);
            default -> this;
        };
    }
}
