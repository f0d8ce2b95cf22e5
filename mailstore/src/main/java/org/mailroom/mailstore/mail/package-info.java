/**
 * One account's mail, and the way in. Start at {@link MailStore}, then {@link AccountMail}. A
 * change runs: account lock, transaction, commit, unlock, wait for the disk, publish. Imports:
 * mailstore.account, mailbox, rows, blob, mime, seal, refusal.
 */
@NullMarked
package org.mailroom.mailstore.mail;

import org.jspecify.annotations.NullMarked;
