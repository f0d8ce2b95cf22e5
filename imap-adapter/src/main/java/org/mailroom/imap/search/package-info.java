/**
 * Which messages of a mailbox a SEARCH names. Start at {@link org.mailroom.imap.search.Searcher}:
 * keys the mailbox view can answer are asked first, of every message; only messages still in doubt
 * are looked at, their summaries before their content. Imports: command, response (answers),
 * mailstore.mailbox, mailstore.mail, mailstore.mime. Callers hold no lock.
 *
 * <p>RFC 9051 §6.4.4.
 */
@NullMarked
package org.mailroom.imap.search;

import org.jspecify.annotations.NullMarked;
