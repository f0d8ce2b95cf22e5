package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.safety.Restriction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every combination that a shipped policy can tell apart, beside a second opinion. */
@Timeout(60)
class MatrixOracleTest {
    static final List<String> POLICIES = Shipped.NAMES;

    @ParameterizedTest
    @FieldSource("POLICIES")
    void agrees(String policy) throws IOException {
        RuleSet rules = Shipped.rules(policy);
        Oracle oracle = new Oracle(policy);
        List<String> wrong = new ArrayList<>();
        List<Facts> cases = cases(rules);
        for (Facts facts : cases) {
            Ruling ruling = rules.judge(facts);
            String said =
                    switch (ruling.verdict()) {
                        case ALLOW -> "yes";
                        case HOLD -> "held";
                        case REFUSE -> ruling.why().orElseThrow().code().word();
                    };
            String expected = oracle.expect(facts);
            if (!said.equals(expected)) {
                wrong.add(said + ", expected " + expected + ": " + facts);
            }
        }
        assertThat(wrong.stream().limit(5)).as(wrong.size() + " of " + cases.size()).isEmpty();
        assertThat(cases).hasSizeGreaterThan(2000);
    }

    static List<Facts> cases(RuleSet rules) {
        List<Facts> cases = new ArrayList<>();
        for (Facts.From from : senders(rules)) {
            for (Facts.Ask ask : asks()) {
                cases.add(new Facts(from, new Facts.To.Nobody(), Facts.Ties.NONE, ask));
                for (Facts.Ties ties : ties(rules)) {
                    people(rules).forEach(to -> cases.add(new Facts(from, to, ties, ask)));
                }
                groups(rules).forEach(to -> cases.add(new Facts(from, to, Facts.Ties.NONE, ask)));
            }
        }
        return cases;
    }

    private static List<String> roles(RuleSet rules) {
        return rules.roles().keySet().stream()
                .filter(name -> !Set.of(RuleSet.SYSTEM, RuleSet.SERVICE).contains(name))
                .toList();
    }

    private static List<Facts.From> senders(RuleSet rules) {
        List<Facts.From> senders = new ArrayList<>();
        for (String role : roles(rules)) {
            senders.add(Facts.From.person(role));
            for (Restriction.Kind kind :
                    List.of(
                            Restriction.Kind.MUTE,
                            Restriction.Kind.SUSPEND,
                            Restriction.Kind.HOLD)) {
                senders.add(Facts.From.person(role).with(kind));
            }
        }
        for (Facts.Who who : List.of(Facts.Who.SYSTEM, Facts.Who.SERVICE)) {
            senders.add(new Facts.From(who, Set.of(), Account.State.ACTIVE, Set.of()));
        }
        return senders;
    }

    private static List<Facts.Ask> asks() {
        Facts.Ask outside = new Facts.Ask(Optional.empty(), Facts.Answer.OUTSIDE, false, false, 1);
        Facts.Ask madeUp = new Facts.Ask(Optional.empty(), Facts.Answer.INSIDE, false, false, 1);
        return List.of(
                Facts.Ask.NEW,
                Facts.Ask.NEW.later(),
                Facts.Ask.REPLY,
                Facts.Ask.REPLY.later(),
                madeUp,
                outside,
                Facts.Ask.NEW.as(Kind.BULK),
                Facts.Ask.NEW.as(Kind.BROADCAST));
    }

    private static List<Facts.Ties> ties(RuleSet rules) {
        List<Facts.Ties> ties = new ArrayList<>();
        ties.add(Facts.Ties.NONE);
        for (String relation : rules.relations().keySet()) {
            ties.add(new Facts.Ties(Set.of(relation), Set.of(), List.of(), false));
            ties.add(new Facts.Ties(Set.of(), Set.of(relation), List.of(), false));
            ties.add(new Facts.Ties(Set.of(relation), Set.of(relation), List.of(), true));
        }
        for (String kind : rules.groups().keySet()) {
            for (Rank sender : List.of(Rank.MEMBER, Rank.OWNER)) {
                for (Rank recipient : List.of(Rank.MEMBER, Rank.PRIMARY_OWNER)) {
                    ties.add(
                            new Facts.Ties(
                                    Set.of(),
                                    Set.of(),
                                    List.of(new Facts.Shared(kind, sender, recipient)),
                                    false));
                }
            }
        }
        ties.add(new Facts.Ties(Set.of(), Set.of(), List.of(), true));
        return ties;
    }

    private static List<Facts.To> people(RuleSet rules) {
        List<Facts.To> people = new ArrayList<>();
        for (String role : roles(rules)) {
            for (Facts.Welcome welcome : Facts.Welcome.values()) {
                people.add(new Facts.To.Person(Set.of(role), true, welcome, false));
            }
        }
        return people;
    }

    private static List<Facts.To> groups(RuleSet rules) {
        List<Facts.To> groups = new ArrayList<>();
        List<String> kinds = new ArrayList<>(rules.groups().keySet());
        kinds.add("unheard-of");
        for (String kind : kinds) {
            for (ReplyMode mode : ReplyMode.values()) {
                groups.add(new Facts.To.Group(kind, mode, Optional.empty(), true));
                for (Rank rank : Rank.values()) {
                    groups.add(new Facts.To.Group(kind, mode, Optional.of(rank), true));
                }
            }
        }
        return groups;
    }

    /** Texts for those who may not know who is here must not tell it. */
    @ParameterizedTest
    @FieldSource("POLICIES")
    void nobodyLearnsWhoIsHere(String policy) {
        RuleSet rules = Shipped.rules(policy);
        for (Facts facts : cases(rules)) {
            boolean stranger =
                    !rules.knowsDirectory(facts.from())
                            && facts.to() instanceof Facts.To.Person
                            && !rules.acquainted(facts.ties())
                            && facts.ask().answer() == Facts.Answer.NO;
            Ruling ruling = rules.judge(facts);
            if (stranger && ruling.verdict() == Ruling.Verdict.REFUSE) {
                Facts nobody =
                        new Facts(
                                facts.from(), new Facts.To.Nobody(), Facts.Ties.NONE, facts.ask());
                assertThat(ruling.why()).isEqualTo(rules.judge(nobody).why());
            }
        }
    }

    /** What the sender is told is a sentence, and nothing of how the server works. */
    @ParameterizedTest
    @FieldSource("POLICIES")
    void everyNoHasWords(String policy) {
        RuleSet rules = Shipped.rules(policy);
        for (Facts facts : cases(rules)) {
            rules.judge(facts)
                    .why()
                    .ifPresent(
                            why ->
                                    assertThat(why.text().toLowerCase(Locale.ROOT))
                                            .hasSizeGreaterThan(20)
                                            .doesNotContain("line ", "policy", "null", "optional"));
        }
    }
}
