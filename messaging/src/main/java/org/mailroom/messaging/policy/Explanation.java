package org.mailroom.messaging.policy;

import java.util.List;
import java.util.Optional;

/**
 * Why the decision point answers as it does. For whoever runs the server: it tells what senders are
 * not told.
 *
 * @param policy the rules in force
 * @param grounds sentences, in the order in which they came up
 * @param line of the policy file that decided
 */
public record Explanation(
        Decision decision, String policy, List<String> grounds, Optional<Integer> line) {}
