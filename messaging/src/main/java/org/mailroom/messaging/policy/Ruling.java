package org.mailroom.messaging.policy;

import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.safety.Lane;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link RuleSet} says of some {@link Facts}.
 *
 * @param why none with ALLOW
 * @param kind what the message was taken for
 * @param obligations with ALLOW and HOLD
 * @param lane of which a token is due
 * @param line the line of the file that decided; none: no line did, and so it is no
 * @param grounds how it came about, for whoever runs the server; never for the sender
 */
record Ruling(
        Verdict verdict,
        Optional<Why> why,
        Kind kind,
        Set<Obligation> obligations,
        Lane lane,
        Optional<Integer> line,
        List<String> grounds) {

    /** In order of severity. */
    enum Verdict {
        ALLOW,
        HOLD,
        REFUSE
    }

    Ruling {
        obligations = Set.copyOf(obligations);
        grounds = List.copyOf(grounds);
    }

    Ruling refused(Why instead) {
        return new Ruling(
                Verdict.REFUSE, Optional.of(instead), kind, Set.of(), lane, line, grounds);
    }
}
