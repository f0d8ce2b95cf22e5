package org.mailroom.smtp.pipeline;

import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the decision point on behalf of what mailets do of themselves. */
final class Leave {
    private static final Logger log = LoggerFactory.getLogger(Leave.class);
    static final Sender PIPELINE = new Sender.TrustedSystem("pipeline");

    private final Policy policy;
    private final HeaderBlock own;

    Leave(Policy policy, String hostName) {
        this.policy = policy;
        own =
                HeaderBlock.of(
                        ("From: <postmaster@"
                                        + hostName
                                        + ">\r\nAuto-Submitted: auto-generated\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * For a recipient whom a mailet adds: that is the operator's will, not the sender's, so a
     * system of the platform is judged.
     *
     * @throws Refused UNAVAILABLE: that it cannot be done is no fault of the sender's
     */
    Clearance toAdd(AddrSpec recipient, long size, String id) {
        return ask(
                new Question.Message(PIPELINE, Optional.empty(), own, size, List.of(recipient)),
                id);
    }

    /** For mail that a mailet sends. */
    Clearance toSend(
            Optional<AddrSpec> from, HeaderBlock header, long size, List<AddrSpec> recipients) {
        return ask(
                new Question.Message(PIPELINE, from, header, size, recipients), "mail of a mailet");
    }

    private Clearance ask(Question.Message question, String what) {
        return switch (policy.decide(question)) {
            case Decision.Accept yes ->
                    yes.clearance()
                            .filter(c -> question.recipients().stream().allMatch(names(c)))
                            .orElseThrow(() -> no(what, "nobody has an address"));
            case Decision.Refuse no -> throw no(what, no.why().code().word());
            case Decision.Hold hold -> throw no(what, hold.why().code().word());
        };
    }

    private static Predicate<AddrSpec> names(Clearance clearance) {
        return address -> clearance.of(address).isPresent();
    }

    private static Refused no(String what, String why) {
        log.error("{}: a mailet writes to somebody who may not have it: {}", what, why);
        return new Refused(Reason.UNAVAILABLE, "Message cannot be processed now");
    }
}
