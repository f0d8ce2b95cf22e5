package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.delivery.StatusReport.Action;
import org.mailroom.messaging.delivery.StatusReport.Entry;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports to senders, by mail like any other. The message they are about is settled by then: that a
 * report cannot be filed changes nothing. Thread-safe.
 */
public final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    private static final Sender SERVER = new Sender.TrustedSystem("mailroom");

    private final MailStore store;
    private final Directory directory;
    private final Policy policy;
    private final Delivery delivery;
    private final StatusReport reports;
    private final InstantSource clock;

    Reports(
            MailStore store,
            Directory directory,
            Policy policy,
            Delivery delivery,
            DeliverySettings settings,
            InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.policy = policy;
        this.delivery = delivery;
        this.clock = clock;
        reports = new StatusReport(settings.hostName());
    }

    /** To who asked for it: the message is on disk for these. */
    void delivered(Envelope envelope, Incoming content, List<Recipient> recipients) {
        List<Entry> asked =
                recipients.stream()
                        .filter(r -> r.notices().contains(Recipient.Notify.SUCCESS))
                        .map(r -> new Entry(r.address(), r.original(), action(r), Optional.empty()))
                        .toList();
        if (!asked.isEmpty()) {
            envelope.reversePath()
                    .ifPresent(
                            to ->
                                    send(
                                            new StatusReport.Subject(
                                                    to,
                                                    envelope.envelopeId(),
                                                    content.header(),
                                                    asked,
                                                    "Delivered",
                                                    "Your message has been delivered to")));
        }
    }

    private Action action(Recipient recipient) {
        return store.accounts()
                        .byId(recipient.cleared().account())
                        .filter(a -> a.kind() == Account.Kind.GROUP)
                        .isPresent()
                ? Action.EXPANDED
                : Action.DELIVERED;
    }

    /**
     * To an author: these do not get a message that had been taken.
     *
     * @param header of the message
     */
    public void failed(AddrSpec author, HeaderBlock header, Map<AddrSpec, Why> failures) {
        List<Entry> entries =
                failures.entrySet().stream()
                        .map(
                                f ->
                                        new Entry(
                                                f.getKey(),
                                                Optional.empty(),
                                                Action.FAILED,
                                                Optional.of(f.getValue())))
                        .toList();
        send(
                new StatusReport.Subject(
                        author,
                        Optional.empty(),
                        header,
                        entries,
                        "Not delivered",
                        "Your message could not be delivered to"));
    }

    private void send(StatusReport.Subject subject) {
        if (!directory.isLocalDomain(subject.to())) {
            return;
        }
        try (Incoming report = store.receive()) {
            reports.write(report, subject, clock.instant());
            report.finish();
            var question =
                    new Question.Message(
                            SERVER,
                            Optional.empty(),
                            report.header(),
                            report.size(),
                            List.of(subject.to()));
            switch (policy.foresee(question)) {
                case Decision.Accept yes ->
                        delivery.toAll(
                                new Envelope(
                                        SERVER,
                                        Optional.empty(),
                                        List.of(silent(yes, subject.to()))),
                                report);
                case Decision.Refuse no -> log.info("Report not taken: {}", no.why().code());
                case Decision.Hold hold -> log.info("Report held: {}", hold.why().code());
            }
        } catch (Refused no) {
            log.warn("Report not filed: {} {}", no.reason(), no.getMessage());
        } catch (IOException e) {
            log.warn("Report not filed", e);
        }
    }

    /** Nobody reports on reports. */
    private static Recipient silent(Decision.Accept yes, AddrSpec to) {
        Recipient known = new Recipient(yes.clearance().orElseThrow(), to);
        return new Recipient(
                known.clearance(), to, java.util.Set.of(), Optional.empty(), known.mailbox());
    }
}
