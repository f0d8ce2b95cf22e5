package org.mailroom.webmail.api;

import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.webmail.http.Problem;

import java.time.Duration;

/** A no of the decision point as a problem: the same code and text as on every other surface. */
final class Whys {
    private Whys() {}

    static Problem problem(Why why) {
        Problem problem = Problem.of(status(why.code()), why.code().word(), title(why.code()));
        Problem told = problem.detail(why.text());
        return why.retryAfter().map(Whys::seconds).map(told::retryAfter).orElse(told);
    }

    /** Rounded up, so that who waits as told has waited long enough. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static int status(WhyCode code) {
        return switch (code) {
            case RATE_LIMITED -> 429;
            case TOO_LARGE -> 413;
            case REPLY_OUTSIDE_THREAD -> 409;
            default -> 403;
        };
    }

    private static String title(WhyCode code) {
        return switch (code) {
            case RATE_LIMITED -> "Too many, too fast";
            case TOO_LARGE -> "The message is too large";
            case HELD_FOR_REVIEW -> "Somebody has to look at it first";
            default -> "This message may not be sent";
        };
    }
}
