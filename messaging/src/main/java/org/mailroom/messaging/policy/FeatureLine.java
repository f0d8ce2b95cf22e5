package org.mailroom.messaging.policy;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where messages are treated otherwise than the policy's features say in general.
 *
 * @param group a kind of group; none: between the people of {@code from} and {@code to}
 * @param set changes what it names and leaves the rest
 */
record FeatureLine(
        Optional<String> group,
        Set<String> from,
        Set<String> to,
        When when,
        UnaryOperator<Features> set,
        int at) {
    FeatureLine {
        from = Set.copyOf(from);
        to = Set.copyOf(to);
    }

    boolean concerns(Set<String> sender, Set<String> recipient, Facts.Ties ties) {
        return group.isEmpty()
                && When.meet(from, sender)
                && When.meet(to, recipient)
                && when.holds(ties, true);
    }
}
