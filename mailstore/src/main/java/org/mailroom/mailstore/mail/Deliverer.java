package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.time.Instant;
import java.util.List;

/**
 * The one way a message comes into other people's mailboxes: the content is stored once, each
 * recipient gets a row with the data key wrapped for that account, all in one transaction.
 */
public final class Deliverer {
    Deliverer() {}

    /**
     * One copy to deliver.
     *
     * @param mailbox where; made if missing
     */
    public record Copy(AccountId account, MailboxName mailbox, Flags flags) {}

    /**
     * Delivers to all or to none; returns when it is on disk and published.
     *
     * @param content finished
     * @param copies 1 to {@link #MAX_COPIES}, each account once
     * @return what was filed, in the order of {@code copies}
     * @throws org.mailroom.mailstore.refusal.Refused OVER_QUOTA naming nobody (ask {@link #hasRoom}
     *     before), UNAVAILABLE
     */
    public List<Filed> deliver(Incoming content, Instant received, List<Copy> copies) {
        throw new UnsupportedOperationException("" + content + received + copies);
    }

    /** Whether the account's quota leaves room for this many octets. */
    public boolean hasRoom(AccountId account, long octets) {
        throw new UnsupportedOperationException("" + account + octets);
    }

    /** Most copies of one delivery. */
    public static final int MAX_COPIES = 1000;
}
