package org.mailroom.messaging.send;

import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the decision point says of a message that has several recipients, of whom each may be
 * refused for itself: as an SMTP client would have heard by RCPT and DATA.
 *
 * @param question as asked for those who may have it
 * @param clearance for them; none if nobody may, or it is held
 * @param held why somebody has to look first
 * @param refused who may not, and why
 */
record Verdict(
        Question.Message question,
        Optional<Clearance> clearance,
        Optional<Why> held,
        Map<AddrSpec, Why> refused) {

    /** Asks, spending what sending costs. */
    static Verdict decide(Policy policy, Question.Message message) {
        return ask(policy::decide, message);
    }

    /** Asks without spending anything. */
    static Verdict foresee(Policy policy, Question.Message message) {
        return ask(policy::foresee, message);
    }

    private static Verdict ask(Function<Question, Decision> policy, Question.Message message) {
        Map<AddrSpec, Why> refused = new LinkedHashMap<>();
        List<AddrSpec> left = new ArrayList<>();
        for (AddrSpec to : message.recipients()) {
            if (policy.apply(to(message, to)) instanceof Decision.Refuse no) {
                refused.put(to, no.why());
            } else {
                left.add(to);
            }
        }
        if (left.isEmpty()) {
            return new Verdict(message, Optional.empty(), Optional.empty(), refused);
        }
        Question.Message together = with(message, left);
        Decision decision = policy.apply(together);
        if (decision instanceof Decision.Refuse no) {
            if (left.size() == 1) {
                refused.put(left.getFirst(), no.why());
                return new Verdict(together, Optional.empty(), Optional.empty(), refused);
            }
            return apart(policy, message, left, refused);
        }
        return of(together, decision, refused);
    }

    /** Who of them is it that may not have it? */
    private static Verdict apart(
            Function<Question, Decision> policy,
            Question.Message message,
            List<AddrSpec> left,
            Map<AddrSpec, Why> refused) {
        List<AddrSpec> good = new ArrayList<>();
        for (AddrSpec to : left) {
            if (policy.apply(with(message, List.of(to))) instanceof Decision.Refuse no) {
                refused.put(to, no.why());
            } else {
                good.add(to);
            }
        }
        Question.Message together = with(message, good);
        if (good.isEmpty()) {
            return new Verdict(together, Optional.empty(), Optional.empty(), refused);
        }
        Decision decision = policy.apply(together);
        if (decision instanceof Decision.Refuse no) {
            good.forEach(to -> refused.put(to, no.why()));
            return new Verdict(together, Optional.empty(), Optional.empty(), refused);
        }
        return of(together, decision, refused);
    }

    private static Verdict of(
            Question.Message question, Decision decision, Map<AddrSpec, Why> refused) {
        return switch (decision) {
            case Decision.Accept yes ->
                    new Verdict(question, yes.clearance(), Optional.empty(), refused);
            case Decision.Hold hold ->
                    new Verdict(question, Optional.empty(), Optional.of(hold.why()), refused);
            case Decision.Refuse no -> throw new IllegalStateException("seen to before");
        };
    }

    private static Question.To to(Question.Message message, AddrSpec recipient) {
        return new Question.To(
                message.sender(),
                message.reversePath(),
                recipient,
                message.size(),
                message.circumstances());
    }

    private static Question.Message with(Question.Message message, List<AddrSpec> recipients) {
        return new Question.Message(
                message.sender(),
                message.reversePath(),
                message.header(),
                message.size(),
                recipients,
                message.circumstances());
    }

    /** Whether nobody gets it, now or when it has been looked at. */
    boolean none() {
        return clearance.isEmpty() && held.isEmpty();
    }

    Optional<Why> firstRefusal() {
        return refused.values().stream().findFirst();
    }

    /** After how long a refusal may pass by itself; none: no refusal does. */
    Optional<Duration> passes() {
        return refused.values().stream()
                .flatMap(why -> why.retryAfter().stream())
                .max(Duration::compareTo);
    }

    static Question.Message question(
            Sender sender,
            Optional<AddrSpec> reversePath,
            org.mailroom.mailstore.mime.HeaderBlock header,
            long size,
            List<AddrSpec> recipients,
            Circumstances circumstances) {
        return new Question.Message(sender, reversePath, header, size, recipients, circumstances);
    }
}
