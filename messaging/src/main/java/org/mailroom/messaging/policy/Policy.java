package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.policy.Circumstances.Conversation;
import org.mailroom.messaging.policy.Clearance.Cleared;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Ruling.Verdict;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The decision point. RCPT TO, the web's composer, lists, the schedule and whatever else sends ask
 * here and nowhere else. It gathers facts, lets the {@link RuleSet} in force judge them, and adds
 * what no policy changes: that people write under their own addresses, that messages are not too
 * large and do not run in circles, that there is room. Thread-safe.
 */
public final class Policy {
    private final Sources from;
    private final RuleBook book;
    private final PolicySettings settings;
    private final InstantSource clock;
    private final Senders senders;
    private final Reach reach;
    private final Conversations conversations;
    private final Pace pace;
    private final Records records;

    /** What holds under every policy; the first that refuses decides. */
    private final List<Rule> always;

    public Policy(Sources from, RuleBook book, PolicySettings settings, InstantSource clock) {
        this.from = from;
        this.book = book;
        this.settings = settings;
        this.clock = clock;
        senders = new Senders(from.directory(), from.people(), from.restrictions());
        reach = new Reach(from);
        conversations = new Conversations(from.store(), from.directory(), from.groups());
        pace = new Pace(from.lanes());
        records = new Records(from.audit());
        always =
                List.of(
                        new KnownSenders(),
                        new Sizes(settings),
                        new OwnAddresses(from.directory()),
                        new Loops(settings));
        from.blocks().unblockable(id -> rules().unblockable(id));
        from.restrictions().shadow(() -> book.rules().longestShadow());
        book.onReloaded(records::reloaded);
    }

    public PolicySettings settings() {
        return settings;
    }

    /** Decides, spends tokens of the sender's lane and records what is worth it. */
    public Decision decide(Question question) {
        Decision decision = new Case(question, Mode.DECIDE).decision();
        records.decided(question, decision);
        return decision;
    }

    /** What {@link #decide} would answer now; spends nothing and records nothing. */
    public Decision foresee(Question question) {
        return new Case(question, Mode.FORESEE).decision();
    }

    /** As {@link #foresee}, of a message a moderator lets go: what would be held is accepted. */
    public Decision approve(Question.Message question) {
        return new Case(question, Mode.APPROVE).decision();
    }

    /** Why {@link #foresee} would answer so, for whoever runs the server. */
    public Explanation explain(Question.To question) {
        Case one = new Case(question, Mode.FORESEE);
        Decision decision = one.decision();
        List<String> facts = new ArrayList<>();
        if (!(question.sender() instanceof Sender.Stranger)) {
            Reach.Target target = reach.target(question.recipient());
            senders.judged(question.sender(), question.reversePath(), Optional.empty(), one.now)
                    .forEach(sender -> facts.addAll(facts(sender, target, one)));
        }
        return new Explanation(decision, book.policy(), facts, one.grounds, one.line);
    }

    private List<String> facts(Judged sender, Reach.Target target, Case one) {
        return new Wording(one.rules)
                .facts(
                        sender.facts(),
                        reach.to(sender, target, one.now),
                        reach.ties(sender, target.id(), one.now));
    }

    /** What the rules say beside yes and no. */
    public Rules rules() {
        return new Rules(book.rules(), senders, reach, from, clock);
    }

    /** Reads the rules anew; if they do not hold together, those in force stay. */
    public RuleBook.Reloaded reload() {
        return book.reload();
    }

    /** The file the rules in force come from, and their name. */
    public RuleBook book() {
        return book;
    }

    private enum Mode {
        DECIDE,
        FORESEE,
        APPROVE
    }

    /** One question, judged by one version of the rules at one moment. */
    private final class Case {
        private final Question question;
        private final Mode mode;
        private final RuleSet rules = book.rules();
        private final Instant now = clock.instant();
        private final List<String> grounds = new ArrayList<>();
        private Optional<Integer> line = Optional.empty();

        Case(Question question, Mode mode) {
            this.question = question;
            this.mode = mode;
        }

        Decision decision() {
            Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
            for (Rule rule : always) {
                switch (rule.judge(question)) {
                    case Decision.Accept yes -> obligations.addAll(yes.obligations());
                    case Decision.Hold hold -> throw new IllegalStateException(hold.text());
                    case Decision.Refuse no -> {
                        return no;
                    }
                }
            }
            return switch (question) {
                case Question.From asked -> ofSender(asked, obligations);
                case Question.To asked -> ofRecipient(asked);
                case Question.Message asked -> ofMessage(asked);
                case Question.Member asked -> ofMember(asked);
            };
        }

        private Decision ofSender(Question.From asked, Set<Obligation> obligations) {
            for (Judged sender : senders.judged(asked.sender(), asked.reversePath(), none(), now)) {
                Optional<Ruling> no =
                        rules.judgeSender(sender.facts()).filter(r -> r.why().isPresent());
                if (no.isPresent()) {
                    return new Decision.Refuse(no.get().why().orElseThrow());
                }
            }
            return new Decision.Accept(obligations);
        }

        private static Optional<HeaderBlock> none() {
            return Optional.empty();
        }

        private Decision ofRecipient(Question.To asked) {
            if (!from.directory().isLocalDomain(asked.recipient())) {
                return elsewhere();
            }
            Answer answer =
                    answer(
                            senders.judged(asked.sender(), asked.reversePath(), none(), now),
                            asked.recipient(),
                            asked.circumstances(),
                            Optional.empty(),
                            1);
            // A message that is here already is for delivery to find room for.
            if (answer.ruling.verdict() != Verdict.REFUSE
                    && answer.target.person().isPresent()
                    && !hasRoom(answer.target.id(), Math.max(1, asked.declaredSize()))) {
                answer = answer.full();
            }
            Optional<Why> slow =
                    pace.tooFast(answer.sender, answer.ruling, rules, mode == Mode.DECIDE, now);
            if (slow.isPresent()) {
                return new Decision.Refuse(slow.get());
            }
            return answer.decision(Optional.empty());
        }

        private boolean hasRoom(AccountId account, long octets) {
            return from.store().deliverer().hasRoom(account, octets);
        }

        private static Decision elsewhere() {
            return new Decision.Refuse(
                    WhyCode.NOT_PERMITTED, "Mail to other domains is not relayed from here");
        }

        private Decision ofMessage(Question.Message asked) {
            List<Judged> judged =
                    senders.judged(
                            asked.sender(), asked.reversePath(), Optional.of(asked.header()), now);
            List<Cleared> cleared = new ArrayList<>();
            Set<Obligation> all = EnumSet.noneOf(Obligation.class);
            Optional<Why> held = Optional.empty();
            for (AddrSpec address : asked.recipients()) {
                if (!from.directory().isLocalDomain(address)) {
                    return elsewhere();
                }
                Answer answer =
                        answer(
                                judged,
                                address,
                                asked.circumstances(),
                                Optional.of(asked.header()),
                                asked.recipients().size());
                if (answer.ruling.verdict() == Verdict.REFUSE) {
                    return new Decision.Refuse(answer.ruling.why().orElseThrow().naming(address));
                }
                held = held.or(answer.ruling::why);
                all.addAll(answer.ruling.obligations());
                cleared.add(answer.cleared());
            }
            if (held.isPresent() && mode != Mode.APPROVE) {
                return new Decision.Hold(held.get());
            }
            return new Decision.Accept(
                    all, Optional.of(new Clearance(judged.getFirst().id(), cleared, now)));
        }

        /** Of all whose message it is, the strictest answer. */
        private Answer answer(
                List<Judged> judged,
                AddrSpec address,
                Circumstances circumstances,
                Optional<HeaderBlock> header,
                int people) {
            Reach.Target target = reach.target(address);
            Optional<Answer> strictest = Optional.empty();
            for (Judged sender : judged) {
                Ruling ruling = ruling(sender, target, circumstances, header, people);
                if (strictest.isEmpty()
                        || ruling.verdict().compareTo(strictest.get().ruling.verdict()) > 0) {
                    strictest = Optional.of(new Answer(sender, target, ruling));
                }
            }
            Answer answer = strictest.orElseThrow();
            grounds.addAll(answer.ruling.grounds());
            line = answer.ruling.line();
            return answer;
        }

        private Ruling ruling(
                Judged sender,
                Reach.Target target,
                Circumstances circumstances,
                Optional<HeaderBlock> header,
                int people) {
            Conversation conversation = circumstances.conversation();
            if (conversation instanceof Conversation.Unknown && header.isPresent()) {
                conversation =
                        sender.id()
                                .filter(id -> sender.facts().who() == Facts.Who.PERSON)
                                .map(id -> conversations.of(id, header.get()))
                                .orElse(new Conversation.New());
            }
            Facts.Answer answer = Reach.answer(conversation, target);
            boolean proved =
                    conversation instanceof Conversation.Reply reply
                            && reply.with().contains(target.id());
            Facts.Ties ties = reach.ties(sender, target.id(), now);
            Facts.To to = reach.to(sender, target, now);
            Facts.Ask ask =
                    new Facts.Ask(
                            circumstances.kind(),
                            answer,
                            proved,
                            circumstances.scheduled(),
                            people);
            Ruling ruling = rules.judge(new Facts(sender.facts(), to, ties, ask));
            if (conversation instanceof Conversation.Unknown
                    && ruling.verdict() == Verdict.REFUSE) {
                // What is refused either way is refused as a message out of the blue would be, lest
                // the answer tell more of the recipient than the one after DATA.
                Ruling begun = rules.judge(new Facts(sender.facts(), to, ties, ask.begun()));
                ruling = begun.verdict() == Verdict.REFUSE ? begun : ruling;
            }
            if (ruling.verdict() == Verdict.ALLOW
                    || answer != Facts.Answer.INSIDE
                    || proved
                    || header.isEmpty()
                    || !shown(sender, target, header.get())) {
                return ruling;
            }
            return rules.judge(new Facts(sender.facts(), to, ties, ask.shown()));
        }

        private boolean shown(Judged sender, Reach.Target target, HeaderBlock header) {
            return sender.id()
                    .flatMap(from.directory()::byId)
                    .filter(account -> conversations.shows(target.id(), account, header))
                    .isPresent();
        }

        /** Whether one of a group's members gets a copy. */
        private Decision ofMember(Question.Member asked) {
            Optional<Cleared> group = asked.cleared().of(asked.group());
            Optional<Membership> member =
                    from.groups().membership(asked.group(), asked.member(), now);
            Optional<Person> person = from.people().byId(asked.member()).filter(Person::active);
            if (group.isEmpty() || member.isEmpty() || person.isEmpty()) {
                return new Decision.Refuse(
                        WhyCode.RECIPIENT_UNAVAILABLE, "Not somebody whom the group reaches");
            }
            if (group.get().obligations().contains(Obligation.TO_OWNERS)
                    && !member.get().rank().owns()) {
                return new Decision.Refuse(
                        WhyCode.ANNOUNCE_ONLY, "Answers go to the owners of the group");
            }
            Optional<AccountId> sender = asked.cleared().sender();
            if (sender.isPresent()
                    && from.blocks().blocks(asked.member(), sender.get())
                    && !rules.unblockable(senders.of(sender.get(), now).facts())) {
                return new Decision.Refuse(WhyCode.NOT_PERMITTED, rules.says());
            }
            if (!hasRoom(asked.member(), asked.size())) {
                return new Decision.Refuse(WhyCode.MAILBOX_FULL, "This mailbox is full");
            }
            Cleared own =
                    new Cleared(
                            group.get().address(),
                            asked.member(),
                            group.get().kind(),
                            group.get().obligations());
            return new Decision.Accept(
                    own.obligations(), Optional.of(new Clearance(sender, List.of(own), now)));
        }
    }

    /** What the rules say to one sender about one address. */
    private record Answer(Judged sender, Reach.Target target, Ruling ruling) {
        Decision decision(Optional<Clearance> clearance) {
            return switch (ruling.verdict()) {
                case ALLOW -> new Decision.Accept(ruling.obligations(), clearance);
                case HOLD -> new Decision.Hold(ruling.why().orElseThrow());
                case REFUSE -> new Decision.Refuse(ruling.why().orElseThrow());
            };
        }

        Cleared cleared() {
            return new Cleared(target.address(), target.id(), ruling.kind(), ruling.obligations());
        }

        Answer full() {
            return new Answer(
                    sender,
                    target,
                    ruling.refused(new Why(WhyCode.MAILBOX_FULL, "This mailbox is full")));
        }
    }
}
