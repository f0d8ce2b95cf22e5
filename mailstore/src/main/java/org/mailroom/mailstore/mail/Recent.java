package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to where the messages of an account's mailboxes have been announced to some session. Ahead of
 * the rows, which follow when a mailbox is next written. RFC 3501 §2.3.2.
 */
final class Recent {
    private final Map<MailboxId, Long> announced = new ConcurrentHashMap<>();

    /** The first UID not announced; all there are count as announced from now on. */
    long claim(Mailbox mailbox) {
        long[] first = {0};
        announced.compute(
                mailbox.id(),
                (id, before) -> {
                    first[0] =
                            before == null
                                    ? mailbox.firstRecent()
                                    : Math.max(before, mailbox.firstRecent());
                    return Math.max(first[0], mailbox.uidNext());
                });
        return Math.min(first[0], mailbox.uidNext());
    }

    /** The first UID not announced. */
    long first(Mailbox mailbox) {
        long first = Math.max(announced.getOrDefault(mailbox.id(), 1L), mailbox.firstRecent());
        return Math.min(first, mailbox.uidNext());
    }
}
