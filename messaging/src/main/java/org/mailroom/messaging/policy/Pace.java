package org.mailroom.messaging.policy;

import org.mailroom.messaging.safety.Lane;
import org.mailroom.messaging.safety.Lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast a sender may ask. Every recipient costs a token, refused ones too, so that guessing
 * costs as much as writing. What a trusted system hands in for a person counts for the person where
 * the policy says so, and for the system otherwise.
 */
final class Pace {
    private final Lanes lanes;

    Pace(Lanes lanes) {
        this.lanes = lanes;
    }

    Optional<Why> tooFast(Judged sender, Ruling ruling, RuleSet rules, boolean spend, Instant now) {
        boolean person =
                sender.id().isPresent() && (sender.system().isEmpty() || rules.throughSystems());
        Lane lane = person ? ruling.lane() : rules.systemLane();
        if (lane.unlimited()) {
            return Optional.empty();
        }
        Optional<Duration> wait =
                person
                        ? spend
                                ? lanes.take(sender.id().orElseThrow(), lane, 1, now)
                                : lanes.peek(sender.id().orElseThrow(), lane, 1, now)
                        : spend
                                ? lanes.take(sender.system().orElse(""), lane, 1, now)
                                : lanes.peek(sender.system().orElse(""), lane, 1, now);
        return wait.map(
                after ->
                        new Why(
                                WhyCode.RATE_LIMITED,
                                "Too many recipients in a short time: at most "
                                        + lane.perMinute()
                                        + " a minute; try again in "
                                        + Math.max(1, after.toSeconds())
                                        + " seconds",
                                Optional.of(after)));
    }
}
