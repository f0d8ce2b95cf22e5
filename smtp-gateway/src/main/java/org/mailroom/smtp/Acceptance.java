package org.mailroom.smtp;

import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.delivery.Outcome;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Question;
import org.mailroom.smtp.pipeline.Processed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message that is here whole: has it judged, runs it through the pipeline and delivers it, or
 * keeps it for somebody to look at; only then says yes. RFC 5321 §4.1.1.4, RFC 2033 §4.2.
 */
final class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    private final SmtpServer server;
    private final SmtpServices services;

    Acceptance(SmtpServer server) {
        this.server = server;
        this.services = server.services();
    }

    /** One answer, or with LMTP one for each recipient. */
    List<Reply> answers(Transaction open, Incoming message) {
        return server.role() == SmtpRole.LMTP ? each(open, message) : List.of(all(open, message));
    }

    private Reply all(Transaction open, Incoming message) {
        Question.Message question = question(open, message, open.addresses());
        return switch (services.policy().decide(question)) {
            case Decision.Refuse no -> refused(open, no);
            case Decision.Hold hold -> held(open, question, message, hold);
            case Decision.Accept yes -> deliver(open, message, cleared(open, yes));
        };
    }

    private static Question.Message question(
            Transaction open, Incoming message, List<AddrSpec> recipients) {
        return new Question.Message(
                open.sender(),
                open.mail().reversePath(),
                message.header(),
                message.size(),
                recipients);
    }

    private static Reply refused(Transaction open, Decision.Refuse no) {
        log.info("{}: refused, {}", open.id(), no.why().code().word());
        return Reply.of(no);
    }

    private Reply held(
            Transaction open, Question.Message question, Incoming message, Decision.Hold hold) {
        services.delivery().held().hold(question, message, hold.why(), Own.NOTHING);
        log.info("{}: held, {}", open.id(), hold.why().code().word());
        return Reply.ok(
                "2.0.0",
                "Held as "
                        + open.id()
                        + " until it is reviewed ["
                        + hold.why().code().word()
                        + "]");
    }

    private static List<Recipient> cleared(Transaction open, Decision.Accept yes) {
        Clearance clearance = yes.clearance().orElseThrow();
        return open.recipients().stream().map(asked -> asked.cleared(clearance)).toList();
    }

    private Reply deliver(Transaction open, Incoming message, List<Recipient> recipients) {
        try (Processed processed =
                server.pipeline().process(open.envelope(recipients), message, open.id())) {
            for (Refused no : processed.refusals().values()) {
                return reply(open, no);
            }
            Delivery delivery = services.delivery();
            processed.messages().forEach(one -> delivery.toAll(one.envelope(), one.content()));
            log.info(
                    "{}: delivered, {} recipients, {} octets",
                    open.id(),
                    recipients.size(),
                    message.size());
            return accepted(open);
        }
    }

    private static Reply accepted(Transaction open) {
        return Reply.ok("2.0.0", "Delivered as " + open.id());
    }

    private List<Reply> each(Transaction open, Incoming message) {
        Map<AddrSpec, Reply> answers = new LinkedHashMap<>();
        List<Recipient> cleared = new ArrayList<>();
        for (Transaction.Asked asked : open.recipients()) {
            if (answers.containsKey(asked.address())) {
                continue;
            }
            Question.Message question = question(open, message, List.of(asked.address()));
            answers.put(
                    asked.address(),
                    switch (services.policy().decide(question)) {
                        case Decision.Refuse no -> refused(open, no);
                        case Decision.Hold hold -> held(open, question, message, hold);
                        case Decision.Accept yes -> {
                            cleared.add(asked.cleared(yes.clearance().orElseThrow()));
                            yield accepted(open);
                        }
                    });
        }
        if (!cleared.isEmpty()) {
            deliverEach(open, message, cleared).forEach((to, no) -> answers.put(to, no));
        }
        return open.addresses().stream().map(answers::get).toList();
    }

    /** Who does not get it after all. */
    private Map<AddrSpec, Reply> deliverEach(
            Transaction open, Incoming message, List<Recipient> recipients) {
        Map<AddrSpec, Reply> refused = new LinkedHashMap<>();
        try (Processed processed =
                server.pipeline().process(open.envelope(recipients), message, open.id())) {
            processed.refusals().forEach((to, no) -> refused.put(to, reply(open, no)));
            for (Processed.Message one : processed.messages()) {
                for (Outcome outcome : services.delivery().toEach(one.envelope(), one.content())) {
                    outcome.refused()
                            .ifPresent(
                                    no ->
                                            refused.put(
                                                    outcome.recipient().address(),
                                                    reply(open, no)));
                }
            }
        }
        log.info(
                "{}: delivered to {} of {} recipients",
                open.id(),
                recipients.size() - refused.size(),
                open.recipients().size());
        return refused;
    }

    /** A message that was read whole and cannot be taken, for a reason or by a fault of ours. */
    static Reply reply(Transaction open, RuntimeException e) {
        if (e instanceof Refused no) {
            log.info("{}: refused, {}", open.id(), no.reason());
            return Reply.refused(no.reason(), String.valueOf(no.getMessage()));
        }
        log.error("{}: not delivered", open.id(), e);
        return Reply.internalError();
    }
}
