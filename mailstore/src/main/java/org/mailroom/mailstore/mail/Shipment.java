package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is delivered in one transaction: all of it or nothing.
 *
 * @param parcels messages and who gets them
 * @param taking a message that leaves its mailbox as the others arrive
 * @param received INTERNALDATE of all copies
 * @param alongside further rows of the same transaction
 * @param by whose account sends it, for the audit log; none: it comes from outside
 */
public record Shipment(
        List<Parcel> parcels,
        Optional<Taking> taking,
        Instant received,
        Alongside alongside,
        Optional<AccountId> by) {

    public Shipment {
        parcels = List.copyOf(parcels);
    }

    public Shipment(
            List<Parcel> parcels, Optional<Taking> taking, Instant received, Alongside alongside) {
        this(parcels, taking, received, alongside, Optional.empty());
    }

    /** The same, sent by this account. */
    public Shipment by(AccountId sender) {
        return new Shipment(parcels, taking, received, alongside, Optional.of(sender));
    }

    public Shipment(List<Parcel> parcels, Instant received) {
        this(parcels, Optional.empty(), received, (session, filed) -> {});
    }

    /**
     * One copy to deliver.
     *
     * @param mailbox where; made if missing
     */
    public record Copy(AccountId account, MailboxName mailbox, Flags flags) {}

    /** A message and who gets it. An account may get several messages, each of them once. */
    public sealed interface Parcel {
        List<Copy> copies();
    }

    /**
     * A message that has just come.
     *
     * @param content finished; stays the caller's to close
     */
    public record Fresh(Incoming content, List<Copy> copies) implements Parcel {
        public Fresh {
            copies = List.copyOf(copies);
        }
    }

    /** A message that lies in an account already: its content is shared, not stored again. */
    public record Kept(AccountId holder, long emailId, List<Copy> copies) implements Parcel {
        public Kept {
            copies = List.copyOf(copies);
        }
    }

    /**
     * Takes a message out of a mailbox.
     *
     * @param to where it goes instead, made if missing; empty: it is gone
     */
    public record Taking(AccountId owner, MailboxId mailbox, long uid, Optional<MailboxName> to) {}

    /** Writes rows that stand or fall with the delivery. */
    @FunctionalInterface
    public interface Alongside {
        /**
         * @param filed what became of each parcel's copies, in their order
         */
        void write(StatelessSession session, List<List<Filed>> filed);
    }
}
