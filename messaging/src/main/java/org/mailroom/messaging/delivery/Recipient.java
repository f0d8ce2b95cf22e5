package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.messaging.people.AddrSpec;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One recipient of an envelope.
 *
 * @param notices of what the sender wants to be told; empty: of nothing. RFC 3461 §4.1.
 * @param original ORCPT as {@code type;address}, decoded. RFC 3461 §4.2.
 * @param mailbox where the copy is filed; made if missing
 */
public record Recipient(
        AddrSpec address, Set<Notify> notices, Optional<String> original, MailboxName mailbox) {
    /** Events of a delivery. RFC 3461 §4.1. */
    public enum Notify {
        SUCCESS,
        FAILURE,
        DELAY
    }

    public Recipient {
        notices = Set.copyOf(notices);
    }

    public Recipient(AddrSpec address) {
        this(address, EnumSet.of(Notify.FAILURE), Optional.empty(), MailboxName.INBOX);
    }

    public Recipient in(MailboxName other) {
        return new Recipient(address, notices, original, other);
    }
}
