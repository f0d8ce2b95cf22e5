/**
 * Mailboxes as values: names, flags, counters, and {@link MailboxView}, the compact snapshot of a
 * mailbox's messages that sessions share. Imports: mailstore.refusal.
 */
@NullMarked
package org.mailroom.mailstore.mailbox;

import org.jspecify.annotations.NullMarked;
