package org.mailroom.messaging.policy;

import java.util.List;
import java.util.Optional;

/**
 * Why the decision point answers as it does. For whoever runs the server: it tells what senders are
 * not told.
 *
 * @param policy the rules in force
 * @param facts what is known of the two, in sentences
 * @param grounds what follows from it, in the order in which it came up
 * @param line of the policy file that decided
 */
public record Explanation(
        Decision decision,
        String policy,
        List<String> facts,
        List<String> grounds,
        Optional<Integer> line) {
    public Explanation {
        facts = List.copyOf(facts);
        grounds = List.copyOf(grounds);
    }
}
