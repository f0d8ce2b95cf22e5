package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One recipient of an envelope. There is none without leave from the decision point: whatever adds
 * a recipient has to have asked.
 *
 * @param clearance the leave
 * @param address as the clearance names it
 * @param notices of what the sender wants to be told; empty: of nothing. RFC 3461 §4.1.
 * @param original ORCPT as {@code type;address}, decoded. RFC 3461 §4.2.
 * @param mailbox where the copy is filed; made if missing
 */
public record Recipient(
        Clearance clearance,
        AddrSpec address,
        Set<Notify> notices,
        Optional<String> original,
        MailboxName mailbox) {
    /** Events of a delivery. RFC 3461 §4.1. */
    public enum Notify {
        SUCCESS,
        FAILURE,
        DELAY
    }

    /**
     * @throws IllegalArgumentException if the clearance does not name the address
     */
    public Recipient {
        notices = Set.copyOf(notices);
        if (clearance.of(address).isEmpty()) {
            throw new IllegalArgumentException("a recipient that was not cleared");
        }
    }

    public Recipient(Clearance clearance, AddrSpec address) {
        this(clearance, address, EnumSet.of(Notify.FAILURE), Optional.empty(), MailboxName.INBOX);
    }

    public Recipient in(MailboxName other) {
        return new Recipient(clearance, address, notices, original, other);
    }

    /** What the decision point said of this one. */
    public Clearance.Cleared cleared() {
        return clearance.of(address).orElseThrow();
    }
}
