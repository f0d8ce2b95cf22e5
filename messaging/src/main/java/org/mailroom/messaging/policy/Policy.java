package org.mailroom.messaging.policy;

import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Decision.Obligation;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The decision point. RCPT TO, the web's composer and whatever else sends ask here and nowhere
 * else. The first rule that refuses decides; a rule that holds decides if none refuses. Role rules
 * are further entries of the list. Thread-safe.
 */
public final class Policy {
    private final PolicySettings settings;
    private final List<Rule> rules;

    public Policy(
            Directory directory,
            Deliverer deliverer,
            PolicySettings settings,
            InstantSource clock) {
        this.settings = settings;
        // Rates first, so that guessing at recipients costs as much as writing to them.
        rules =
                List.of(
                        new KnownSenders(),
                        new Sizes(settings),
                        new Rates(settings, clock),
                        new OwnAddresses(directory),
                        new Recipients(directory, deliverer),
                        new Loops(settings));
    }

    public PolicySettings settings() {
        return settings;
    }

    public Decision decide(Question question) {
        Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
        Optional<Decision.Hold> held = Optional.empty();
        for (Rule rule : rules) {
            switch (rule.judge(question)) {
                case Decision.Refuse no -> {
                    return no;
                }
                case Decision.Hold hold -> held = Optional.of(held.orElse(hold));
                case Decision.Accept yes -> obligations.addAll(yes.obligations());
            }
        }
        return held.isPresent() ? held.get() : new Decision.Accept(obligations);
    }
}
