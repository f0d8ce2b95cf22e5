package org.mailroom.messaging.policy;

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
}
