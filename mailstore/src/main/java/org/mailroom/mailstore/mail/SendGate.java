package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;

import java.time.Instant;
import java.util.Optional;

/**
 * What the mail store asks of whoever sends mail. A message that comes into a mailbox for scheduled
 * mail (RFC 9979) is sent when its time comes, so filing it there is sending; and a mailbox client
 * may ask whom it could write to. Callers hold no lock.
 */
public interface SendGate {
    /**
     * A message to be scheduled.
     *
     * @param author whose mailbox it comes into
     * @param header of the message
     * @param size octets
     * @param received the date it comes with
     */
    record Scheduling(AccountId author, HeaderBlock header, long size, Instant received) {}

    /**
     * When the message is to go.
     *
     * @throws Refused why it may not be sent, or not be sent later
     */
    Instant admit(Scheduling message);

    /** A message that was admitted is on disk, to go at this moment. */
    void scheduled(Instant due);

    /** Why this person may not write to an address; empty: they may. RFC 4314 §2.1, right "p". */
    Optional<Refused> mayPost(AccountId author, String address);

    /** Nothing is sent here: what a store says that nobody has given a way to send. */
    SendGate CLOSED =
            new SendGate() {
                @Override
                public Instant admit(Scheduling message) {
                    throw no();
                }

                @Override
                public void scheduled(Instant due) {}

                @Override
                public Optional<Refused> mayPost(AccountId author, String address) {
                    return Optional.of(no());
                }

                private Refused no() {
                    return new Refused(Refused.Reason.NO_PERMISSION, "Nothing is sent from here");
                }
            };
}
