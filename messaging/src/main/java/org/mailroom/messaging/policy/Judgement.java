package org.mailroom.messaging.policy;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Ruling.Verdict;
import org.mailroom.messaging.safety.Restriction;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One judgement. First what concerns the sender alone, so that it tells nothing of recipients; then
 * the lines; then what the recipient is like, of which only those learn who may write at all.
 */
final class Judgement {
    private final RuleSet rules;
    private final Facts facts;
    private final Facts.From from;
    private final Facts.Ask ask;
    private final Set<String> sender;
    private final List<String> grounds = new ArrayList<>();
    private final Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
    private Kind kind;
    private @Nullable Integer line;
    private @Nullable Why held;

    Judgement(RuleSet rules, Facts facts) {
        this.rules = rules;
        this.facts = facts;
        this.from = facts.from();
        this.ask = facts.ask();
        this.sender = rules.names(from);
        this.kind = kind();
    }

    private Kind kind() {
        if (ask.said().isPresent()) {
            return ask.said().get();
        }
        if (facts.to() instanceof Facts.To.Group group) {
            return rules.group(group.kind()).map(GroupRules::as).orElse(Kind.GROUP);
        }
        if (from.who() != Facts.Who.PERSON) {
            return Kind.SYSTEM;
        }
        if (ask.people() > rules.peopleAtOnce()) {
            return Kind.BULK;
        }
        return answers() ? Kind.REPLY : Kind.DIRECT;
    }

    /** Whether it may be judged as an answer: proved, or not known yet. */
    private boolean answers() {
        return ask.answer() == Facts.Answer.UNKNOWN
                || (ask.answer() == Facts.Answer.INSIDE && ask.proved());
    }

    Ruling ruling() {
        return ofSender().or(this::ofLines).or(this::ofRecipient).orElseGet(this::yes);
    }

    Optional<Ruling> ofSender() {
        if (from.state() != Account.State.ACTIVE || has(Restriction.Kind.SUSPEND)) {
            grounds.add("The sender is suspended or has left.");
            return no(WhyCode.SENDER_SUSPENDED, "Your account may not send at present");
        }
        if (has(Restriction.Kind.MUTE)) {
            grounds.add("A moderator has muted the sender.");
            return no(WhyCode.SENDER_RESTRICTED, "Your account may not write at present");
        }
        if (ask.scheduled() && lacks(Permission.SCHEDULE)) {
            return no(WhyCode.SCHEDULE_NOT_ALLOWED, "You may not send messages later");
        }
        if (kind == Kind.BULK && lacks(Permission.BULK)) {
            return no(
                    WhyCode.BULK_NOT_ALLOWED,
                    "You may not write to so many people at once: at most " + rules.peopleAtOnce());
        }
        if (ask.said().filter(Kind.BROADCAST::equals).isPresent() && lacks(Permission.BROADCAST)) {
            return no(WhyCode.BROADCAST_NOT_ALLOWED, "You may not write to everybody");
        }
        return Optional.empty();
    }

    private boolean lacks(Permission permission) {
        if (from.who() == Facts.Who.SYSTEM || rules.may(from, permission)) {
            return false;
        }
        grounds.add("None of the sender's roles may " + permission.word() + ".");
        return true;
    }

    private boolean has(Restriction.Kind restriction) {
        return from.restrictions().contains(restriction);
    }

    private Optional<Ruling> ofLines() {
        return switch (facts.to()) {
            case Facts.To.Nobody nobody -> {
                grounds.add("Nobody has this address.");
                yield rules.knowsDirectory(from)
                        ? no(WhyCode.NO_SUCH_RECIPIENT, "Nobody here has this address")
                        : no(WhyCode.NOT_PERMITTED, rules.says(from));
            }
            case Facts.To.Group group -> ofGroup(group);
            case Facts.To.Person person -> ofPerson(person);
        };
    }

    private Optional<Ruling> ofPerson(Facts.To.Person person) {
        if (person.self()) {
            grounds.add("People may always write to themselves.");
            return Optional.empty();
        }
        if (kind == Kind.BROADCAST) {
            grounds.add("Who may broadcast reaches everybody.");
            return Optional.empty();
        }
        Set<String> recipient = rules.names(Facts.Who.PERSON, person.roles());
        Optional<Line> first = first(recipient, kind == Kind.BULK ? Kind.DIRECT : kind);
        if (kind == Kind.REPLY && allows(first).isEmpty()) {
            // Not an answer that may be, but perhaps something that could be written anyway.
            Optional<Line> direct = first(recipient, Kind.DIRECT);
            if (allows(direct).isPresent() || first.isEmpty()) {
                kind = Kind.DIRECT;
                first = direct;
            }
        }
        if (first.isEmpty()) {
            grounds.add("No line of the policy allows it.");
            return no(WhyCode.NOT_PERMITTED, rules.says(from));
        }
        return obey(first.get());
    }

    private Optional<Line> first(Set<String> recipient, Kind as) {
        boolean letIn = letIn();
        return rules.lines().stream()
                .filter(line -> line.matches(sender, recipient, facts.ties(), letIn, as))
                .findFirst();
    }

    /** By the recipient's own choice. */
    private boolean letIn() {
        Facts.Welcome chosen =
                facts.to() instanceof Facts.To.Person person
                        ? person.welcome()
                        : Facts.Welcome.EVERYONE;
        return switch (chosen) {
            case EVERYONE -> true;
            case KNOWN -> rules.acquainted(facts.ties());
            case NOBODY -> false;
        };
    }

    private static Optional<Line> allows(Optional<Line> line) {
        return line.filter(l -> l.verdict() == Verdict.ALLOW);
    }

    private Optional<Ruling> obey(Line deciding) {
        line = deciding.at();
        grounds.add("Line " + deciding.at() + " of the policy matches and decides.");
        String text = deciding.say().filter(say -> knows()).orElse(rules.says(from));
        return switch (deciding.verdict()) {
            case ALLOW -> Optional.empty();
            case HOLD -> {
                held = new Why(WhyCode.HELD_FOR_REVIEW, deciding.say().orElse(HELD));
                yield Optional.empty();
            }
            case REFUSE -> no(WhyCode.NOT_PERMITTED, text);
        };
    }

    private static final String HELD = "Your message waits until a moderator has looked at it";

    /** Whether the sender may know that the recipient is there. */
    private boolean knows() {
        return rules.knowsDirectory(from)
                || rules.acquainted(facts.ties())
                || (ask.answer() == Facts.Answer.INSIDE && ask.proved());
    }

    private Optional<Ruling> ofGroup(Facts.To.Group group) {
        Optional<GroupRules> of = rules.group(group.kind());
        boolean known =
                rules.knowsDirectory(from)
                        || group.rank().isPresent()
                        || of.filter(GroupRules::listed).isPresent();
        if (of.isEmpty()) {
            grounds.add("The policy says nothing of groups of the kind " + group.kind() + ".");
            return no(WhyCode.NOT_PERMITTED, rules.says(from));
        }
        GroupRules own = of.get();
        line = own.at();
        if (own.as() == Kind.BROADCAST && lacks(Permission.BROADCAST)) {
            return known
                    ? no(
                            WhyCode.BROADCAST_NOT_ALLOWED,
                            own.say().orElse("You may not write to everybody"))
                    : no(WhyCode.NOT_PERMITTED, rules.says(from));
        }
        if (own.mayBegin(sender, group.rank())) {
            grounds.add("The sender may write to groups of the kind " + group.kind() + ".");
            replyTo(own.mode(group.replyMode()));
            return Optional.empty();
        }
        if (answers() && group.rank().isPresent()) {
            switch (own.mode(group.replyMode())) {
                case ALL -> {
                    grounds.add("Members may answer to the whole group.");
                    return Optional.empty();
                }
                case REPLY_TO_OWNER -> {
                    grounds.add("Members' answers go to the owners.");
                    obligations.add(Obligation.TO_OWNERS);
                    return Optional.empty();
                }
                case ANNOUNCE -> grounds.add("The group only announces.");
            }
        }
        return refuse(own, known);
    }

    private Optional<Ruling> refuse(GroupRules own, boolean known) {
        grounds.add("Conversations in it are begun by: " + own.post() + " " + own.roles() + ".");
        if (!known) {
            return no(WhyCode.NOT_PERMITTED, rules.says(from));
        }
        WhyCode code =
                own.post() == GroupRules.Post.PRIMARY_OWNER
                        ? WhyCode.NOT_PRIMARY_OWNER
                        : WhyCode.ANNOUNCE_ONLY;
        return no(code, own.say().orElse("Only those who lead this group write to it"));
    }

    private void replyTo(ReplyMode mode) {
        if (mode != ReplyMode.ALL) {
            obligations.add(Obligation.REPLY_TO_OWNERS);
        }
    }

    private Optional<Ruling> ofRecipient() {
        if (ask.answer() == Facts.Answer.OUTSIDE
                && rules.repliesInside()
                && kind != Kind.BULK
                && kind != Kind.BROADCAST) {
            grounds.add("Answers have to stay among those who take part.");
            return no(
                    WhyCode.REPLY_OUTSIDE_THREAD,
                    "This is an answer to a conversation the recipient has no part in; begin a new"
                            + " message");
        }
        if (facts.ties().blocked() && !rules.unblockable(from)) {
            grounds.add("The recipient has blocked the sender.");
            return no(WhyCode.NOT_PERMITTED, rules.says(from));
        }
        boolean open =
                switch (facts.to()) {
                    case Facts.To.Person person -> person.available();
                    case Facts.To.Group group -> group.open();
                    case Facts.To.Nobody nobody -> false;
                };
        if (!open) {
            grounds.add("The recipient takes no mail at present.");
            return no(WhyCode.RECIPIENT_UNAVAILABLE, "This mailbox takes no mail at present");
        }
        return Optional.empty();
    }

    private Ruling yes() {
        owe();
        boolean shadow = has(Restriction.Kind.SHADOW);
        boolean shadowed = shadow && rules.longestShadow().isPresent();
        if (has(Restriction.Kind.HOLD) || (shadow && !shadowed)) {
            grounds.add("A moderator has to look at what the sender writes.");
            held = new Why(WhyCode.HELD_FOR_REVIEW, HELD);
        }
        if (held != null) {
            return ruling(Verdict.HOLD, Optional.of(held));
        }
        if (shadowed) {
            grounds.add("What the sender writes is accepted, and shown to moderators alone.");
            obligations.add(Obligation.SHADOW);
        }
        return ruling(Verdict.ALLOW, Optional.empty());
    }

    private void owe() {
        Features features =
                switch (facts.to()) {
                    case Facts.To.Person person ->
                            rules.between(from, person.roles(), facts.ties());
                    case Facts.To.Group group -> rules.in(group.kind());
                    case Facts.To.Nobody nobody -> rules.features();
                };
        if (features.receipts() == Features.Receipts.MANDATORY) {
            obligations.add(Obligation.RECEIPT);
        }
        if (features.journal()) {
            obligations.add(Obligation.JOURNAL);
        }
        if (kind == Kind.BULK || kind == Kind.BROADCAST) {
            obligations.add(Obligation.HIDE_RECIPIENTS);
        }
    }

    private Optional<Ruling> no(WhyCode code, String text) {
        obligations.clear();
        return Optional.of(ruling(Verdict.REFUSE, Optional.of(new Why(code, text))));
    }

    private Ruling ruling(Verdict verdict, Optional<Why> why) {
        return new Ruling(
                verdict,
                why,
                kind,
                obligations,
                rules.lane(from, kind),
                Optional.ofNullable(line),
                grounds);
    }
}
