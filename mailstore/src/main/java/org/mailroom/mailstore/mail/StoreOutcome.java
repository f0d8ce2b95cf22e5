package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.MailboxView;

/**
 * What STORE did.
 *
 * @param changed UIDs whose flags were set, ascending; those that had them so already included
 * @param modified UIDs left alone because they changed after UNCHANGEDSINCE, ascending
 * @param gone UIDs that are no longer there, ascending
 * @param view the mailbox after it; includes what others did meanwhile
 */
public record StoreOutcome(long[] changed, long[] modified, long[] gone, MailboxView view) {}
