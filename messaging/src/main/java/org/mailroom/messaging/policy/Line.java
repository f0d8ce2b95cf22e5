package org.mailroom.messaging.policy;

import java.util.Optional;
import java.util.Set;

/**
 * One line of a policy's list of who writes to whom.
 *
 * @param verdict what follows if it matches
 * @param from roles, or {@link RuleSet#ANYONE}, {@link RuleSet#SYSTEM}, {@link RuleSet#SERVICE}
 * @param to roles, or {@link RuleSet#ANYONE}
 * @param kinds DIRECT, REPLY, SYSTEM
 * @param say for the sender, if it is a no
 * @param at its line in the file
 */
record Line(
        Ruling.Verdict verdict,
        Set<String> from,
        Set<String> to,
        When when,
        Set<Kind> kinds,
        Optional<String> say,
        int at) {
    Line {
        from = Set.copyOf(from);
        to = Set.copyOf(to);
        kinds = Set.copyOf(kinds);
    }

    /**
     * @param letIn whether the recipient's own choice lets the sender in
     */
    boolean matches(
            Set<String> sender, Set<String> recipient, Facts.Ties ties, boolean letIn, Kind kind) {
        return kinds.contains(kind)
                && When.meet(from, sender)
                && When.meet(to, recipient)
                && when.holds(ties, letIn);
    }

    /** Whether nothing is left for a line that comes later. */
    boolean covers(Line later) {
        return kinds.containsAll(later.kinds)
                && people(from, later.from)
                && people(to, later.to)
                && when.covers(later.when);
    }

    private static boolean people(Set<String> mine, Set<String> later) {
        return later.stream()
                .allMatch(
                        name ->
                                mine.contains(name)
                                        || (mine.contains(RuleSet.ANYONE)
                                                && !name.equals(RuleSet.SYSTEM)
                                                && !name.equals(RuleSet.SERVICE)));
    }
}
