package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment.Copy;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.people.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers accepted messages: finds each recipient's account, files one copy in each, whatever
 * number of its addresses was written, all in one transaction, and reports where a sender asked for
 * it. Adds nothing to the message. A subaddress ({@code alice+lists@}) delivers to INBOX like any
 * other address. Thread-safe.
 *
 * <p>Nothing fails after it has been accepted, because delivery is done before the client hears
 * yes; so NOTIFY=FAILURE and DELAY have nothing to report.
 */
public final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final MailStore store;
    private final Deliverer deliverer;
    private final Directory directory;
    private final InstantSource clock;
    private final SuccessReport reports;

    public Delivery(
            MailStore store, Directory directory, DeliverySettings settings, InstantSource clock) {
        this.store = store;
        this.deliverer = store.deliverer();
        this.directory = directory;
        this.clock = clock;
        this.reports = new SuccessReport(settings.hostName());
    }

    /**
     * To everybody or to nobody, as the one answer after SMTP's DATA needs it.
     *
     * @param content finished; stays the caller's to close
     * @throws Refused if any recipient cannot have it; the text says who
     */
    public void toAll(Envelope envelope, Incoming content) {
        List<Resolved> resolved = resolve(envelope, content.size());
        for (Resolved one : resolved) {
            if (one.no.isPresent()) {
                Refused no = one.no.get();
                throw new Refused(
                        no.reason(), no.getMessage() + ": " + one.recipient.address(), no);
            }
        }
        file(resolved, content);
        report(envelope, content, resolved);
    }

    /**
     * To those who can have it, as LMTP's answers for each recipient allow. RFC 2033 §4.2.
     *
     * @param content finished; stays the caller's to close
     * @return one for each recipient, in order
     */
    public List<Outcome> toEach(Envelope envelope, Incoming content) {
        List<Resolved> resolved = resolve(envelope, content.size());
        List<Resolved> good = resolved.stream().filter(r -> r.no.isEmpty()).toList();
        Optional<Refused> together = Optional.empty();
        try {
            if (!good.isEmpty()) {
                file(good, content);
                report(envelope, content, good);
            }
        } catch (Refused no) {
            together = Optional.of(no);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Resolved one : resolved) {
            Optional<Refused> common = together;
            outcomes.add(new Outcome(one.recipient, one.no.or(() -> common)));
        }
        return outcomes;
    }

    /** A recipient with its account or with why it has none. */
    private record Resolved(Recipient recipient, Optional<Account> account, Optional<Refused> no) {}

    private List<Resolved> resolve(Envelope envelope, long size) {
        List<Resolved> resolved = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            Optional<Account> account = directory.recipient(recipient.address());
            resolved.add(new Resolved(recipient, account, obstacle(account, size)));
        }
        return resolved;
    }

    private Optional<Refused> obstacle(Optional<Account> account, long size) {
        if (account.isEmpty()) {
            return refused(Reason.UNKNOWN_RECIPIENT, "Nobody here has this address");
        }
        if (account.get().state() != Account.State.ACTIVE) {
            return refused(Reason.RECIPIENT_DISABLED, "This mailbox takes no mail at present");
        }
        return deliverer.hasRoom(account.get().id(), size)
                ? Optional.empty()
                : refused(Reason.OVER_QUOTA, "This mailbox is full");
    }

    private static Optional<Refused> refused(Reason reason, String text) {
        return Optional.of(new Refused(reason, text));
    }

    private void file(List<Resolved> resolved, Incoming content) {
        Map<AccountId, Copy> copies = new LinkedHashMap<>();
        for (Resolved one : resolved) {
            AccountId id = one.account.orElseThrow().id();
            copies.putIfAbsent(id, new Copy(id, one.recipient.mailbox(), Flags.NONE));
        }
        if (copies.size() > Deliverer.MAX_COPIES) {
            throw new Refused(
                    Reason.LIMIT, "More than " + Deliverer.MAX_COPIES + " people at once");
        }
        deliverer.deliver(content, now(), List.copyOf(copies.values()));
    }

    private Instant now() {
        return clock.instant();
    }

    /**
     * The report on what was delivered. The message is on disk by now: that a report cannot be
     * filed is no reason to answer no.
     */
    private void report(Envelope envelope, Incoming content, List<Resolved> delivered) {
        List<Recipient> asked =
                delivered.stream()
                        .map(Resolved::recipient)
                        .filter(r -> r.notices().contains(Recipient.Notify.SUCCESS))
                        .toList();
        Optional<Account> sender =
                asked.isEmpty()
                        ? Optional.empty()
                        : envelope.reversePath()
                                .filter(directory::isLocalDomain)
                                .flatMap(directory::recipient);
        if (sender.isEmpty()) {
            return;
        }
        Resolved to =
                new Resolved(
                        new Recipient(envelope.reversePath().orElseThrow()),
                        sender,
                        Optional.empty());
        try (Incoming report = store.receive()) {
            reports.write(report, envelope, asked, content, now());
            file(List.of(to), report.finish());
        } catch (Refused no) {
            log.warn("Delivery report not filed: {} {}", no.reason(), no.getMessage());
        } catch (java.io.IOException e) {
            log.warn("Delivery report not filed", e);
        }
    }
}
