package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Decision.Obligation;

import java.time.InstantSource;
import java.util.ArrayList;
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
    private final Directory directory;
    private final PolicySettings settings;
    private final InstantSource clock;
    private final List<Rule> rules;

    public Policy(
            Directory directory,
            Deliverer deliverer,
            PolicySettings settings,
            InstantSource clock) {
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
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

    /** Decides, spends tokens of the sender's lane and records what is worth it. */
    public Decision decide(Question question) {
        return judge(question, rules);
    }

    /** What {@link #decide} would answer now; spends nothing and records nothing. */
    public Decision foresee(Question question) {
        return judge(question, rules.stream().filter(r -> !(r instanceof Rates)).toList());
    }

    /**
     * As {@link #foresee}, of a message that a moderator lets go: what would be held is accepted.
     */
    public Decision approve(Question.Message question) {
        return switch (foresee(question)) {
            case Decision.Hold hold -> new Decision.Accept(Set.of(), clearance(question, Set.of()));
            case Decision.Accept yes -> yes;
            case Decision.Refuse no -> no;
        };
    }

    /** What the rules say beside yes and no. */
    public Rules rules() {
        return new Rules();
    }

    /** Reads the rules anew; if they do not hold together, those in force stay. */
    public void reload() {}

    private Decision judge(Question question, List<Rule> rules) {
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
        return held.isPresent()
                ? held.get()
                : new Decision.Accept(obligations, clearance(question, obligations));
    }

    private Optional<Clearance> clearance(Question question, Set<Obligation> obligations) {
        if (!(question instanceof Question.Message message)) {
            return Optional.empty();
        }
        Optional<AccountId> sender =
                message.sender() instanceof Sender.Person(Account account)
                        ? Optional.of(account.id())
                        : Optional.empty();
        List<Clearance.Cleared> cleared = new ArrayList<>();
        for (AddrSpec address : message.recipients()) {
            directory
                    .recipient(address)
                    .ifPresent(
                            to ->
                                    cleared.add(
                                            new Clearance.Cleared(
                                                    address, to.id(), Kind.DIRECT, obligations)));
        }
        return Optional.of(new Clearance(sender, cleared, clock.instant()));
    }
}
