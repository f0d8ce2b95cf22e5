package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.safety.Restriction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rules in force say beside yes and no. */
public final class Rules {
    private final RuleSet rules;
    private final Senders senders;
    private final Reach reach;
    private final Sources from;
    private final InstantSource clock;

    Rules(RuleSet rules, Senders senders, Reach reach, Sources from, InstantSource clock) {
        this.rules = rules;
        this.senders = senders;
        this.reach = reach;
        this.from = from;
        this.clock = clock;
    }

    /** The name of the policy. */
    public String policy() {
        return rules.name();
    }

    /** What holds for messages from one person to another. */
    public Features between(AccountId sender, AccountId recipient) {
        Instant now = clock.instant();
        Judged judged = senders.of(sender, now);
        return from.people()
                .byId(recipient)
                .map(
                        person ->
                                rules.between(
                                        judged.facts(),
                                        person.roles(),
                                        reach.ties(judged, recipient, now)))
                .orElse(rules.features());
    }

    /** What holds in a group. */
    public Features in(AccountId group) {
        return from.groups().byId(group).map(g -> rules.in(g.kind())).orElse(rules.features());
    }

    public boolean may(AccountId person, Permission permission) {
        return rules.may(facts(person), permission);
    }

    /** Whether nobody may block this person. */
    public boolean unblockable(AccountId person) {
        return rules.unblockable(facts(person));
    }

    /** Whether this person may look anybody up: who is here, and who is not. */
    public boolean knowsDirectory(AccountId person) {
        return rules.knowsDirectory(facts(person));
    }

    private Facts.From facts(AccountId person) {
        return senders.of(person, clock.instant()).facts();
    }

    /** The longest a shadow restriction may last; none: there are none. */
    public Optional<Duration> longestShadow() {
        return rules.longestShadow();
    }

    /** Which restrictions moderators may impose. */
    public Set<Restriction.Kind> restrictions() {
        return rules.restrictions();
    }

    /** Recipients of one message from which on it is a bulk message. */
    public int peopleAtOnce() {
        return rules.peopleAtOnce();
    }

    /** The roles of the policy with what they are, in the order of the file. */
    public Map<String, String> roles() {
        return rules.roleNames();
    }

    /** The kinds of relations the policy knows, with how they read. */
    public Map<String, String> relations() {
        return rules.relations();
    }

    /** The kinds of groups the policy knows. */
    public List<String> groupKinds() {
        return List.copyOf(rules.groups().keySet());
    }
}
