package org.mailroom.messaging.delivery;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment.Taking;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Delivers accepted messages, and is the only one who does: one copy for each account, whatever
 * number of its addresses was written, all in one transaction. Recipients carry the leave of the
 * decision point; members of groups are asked about here, one by one. What is too much for one
 * transaction is accepted in one, and delivered by the {@link FanOut}. A subaddress ({@code
 * alice+lists@}) delivers to INBOX like any other address. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
    private final Accounts accounts;
    private final Deliverer deliverer;
    private final Shipping shipping;
    private final FanOut fanOut;
    private final HoldQueue held;
    private final Reports reports;

    public Delivery(
            MailStore store,
            Directory directory,
            Groups groups,
            Policy policy,
            DeliverySettings settings,
            InstantSource clock) {
        this.accounts = store.accounts();
        this.deliverer = store.deliverer();
        var holding = new HoldingAccount(store);
        reports = new Reports(store, directory, policy, this, settings, clock);
        fanOut = new FanOut(store, groups, policy, holding, reports, settings, clock);
        held = new HoldQueue(store, policy, holding, this, reports, clock);
        shipping = new Shipping(store, groups, policy, holding, fanOut, settings, clock);
    }

    /** Goes on with what was accepted before the last stop. */
    public void start() {
        fanOut.start();
    }

    /** Messages that somebody has to look at. */
    public HoldQueue held() {
        return held;
    }

    /** Tells senders what became of their mail. */
    public Reports reports() {
        return reports;
    }

    /** Until what has been accepted so far is delivered; for tests and orderly stops. */
    public void settle() {
        fanOut.settle();
    }

    /**
     * The sender's own side of a delivery, which happens together with it.
     *
     * @param sent filed in the sender's Sent mailbox; finished, stays the caller's to close
     * @param taking a message that leaves its mailbox as this one goes
     */
    public record Own(Optional<Incoming> sent, Optional<Taking> taking) {
        public static final Own NOTHING = new Own(Optional.empty(), Optional.empty());
    }

    /**
     * To everybody or to nobody, as the one answer after SMTP's DATA needs it.
     *
     * @param content finished; stays the caller's to close
     * @throws Refused if any recipient cannot have it; the text says who
     */
    public void toAll(Envelope envelope, Incoming content) {
        toAll(envelope, content, Own.NOTHING);
    }

    /**
     * The same, with what happens in the sender's own account.
     *
     * @return what was filed of {@link Own#sent}; empty: the message to be taken is no longer
     *     there, and nothing was done
     */
    public Optional<Delivered> toAll(Envelope envelope, Incoming content, Own own) {
        for (Recipient recipient : envelope.recipients()) {
            Optional<Refused> no = obstacle(recipient, content.size());
            if (no.isPresent()) {
                throw new Refused(
                        no.get().reason(),
                        no.get().getMessage() + ": " + recipient.address(),
                        no.get());
            }
        }
        Optional<Delivered> delivered = file(envelope, content, own);
        if (delivered.isPresent()) {
            reports.delivered(envelope, content, envelope.recipients());
        }
        return delivered;
    }

    /**
     * To those who can have it, as LMTP's answers for each recipient allow. RFC 2033 §4.2.
     *
     * @param content finished; stays the caller's to close
     * @return one for each recipient, in order
     */
    public List<Outcome> toEach(Envelope envelope, Incoming content) {
        List<Optional<Refused>> obstacles =
                envelope.recipients().stream().map(r -> obstacle(r, content.size())).toList();
        List<Recipient> good = new ArrayList<>();
        for (int i = 0; i < obstacles.size(); i++) {
            if (obstacles.get(i).isEmpty()) {
                good.add(envelope.recipients().get(i));
            }
        }
        Optional<Refused> together = Optional.empty();
        try {
            if (!good.isEmpty()) {
                file(envelope.withRecipients(good), content, Own.NOTHING);
                reports.delivered(envelope, content, good);
            }
        } catch (Refused no) {
            together = Optional.of(no);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < obstacles.size(); i++) {
            Optional<Refused> common = together;
            outcomes.add(
                    new Outcome(envelope.recipients().get(i), obstacles.get(i).or(() -> common)));
        }
        return outcomes;
    }

    /** What a recipient's account says at the last moment. */
    private Optional<Refused> obstacle(Recipient recipient, long size) {
        AccountId id = recipient.cleared().account();
        Optional<Account> account = accounts.byId(id);
        if (account.isEmpty()) {
            return refused(Reason.UNKNOWN_RECIPIENT, "Nobody here has this address");
        }
        if (account.get().state() != Account.State.ACTIVE) {
            return refused(Reason.RECIPIENT_DISABLED, "This mailbox takes no mail at present");
        }
        return account.get().kind() == Account.Kind.GROUP || deliverer.hasRoom(id, size)
                ? Optional.empty()
                : refused(Reason.OVER_QUOTA, "This mailbox is full");
    }

    private static Optional<Refused> refused(Reason reason, String text) {
        return Optional.of(new Refused(reason, text));
    }

    private Optional<Delivered> file(Envelope envelope, Incoming content, Own own) {
        boolean shadow =
                envelope.recipients().stream()
                        .anyMatch(r -> r.cleared().obligations().contains(Obligation.SHADOW));
        if (!shadow) {
            return shipping.send(envelope, content, own, session -> {});
        }
        // A shadow lies on the sender, so on all recipients.
        Why why = new Why(WhyCode.HELD_FOR_REVIEW, "Taken for sent by its author");
        return held.hold(Passage.of(envelope), content, why, true, own);
    }

    /** Of a message that was held; a shadow holds it no more. */
    Optional<Delivered> release(
            Envelope envelope, Incoming content, Own own, Consumer<StatelessSession> alongside) {
        return shipping.send(envelope, content, own, alongside);
    }

    @Override
    public void close() {
        fanOut.close();
    }
}
