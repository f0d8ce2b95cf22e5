/**
 * What a message looks like inside, without keeping the message: structure, offsets, summary,
 * sections, search text. Start at {@link MessageScanner}, which watches a message stream past and
 * gives its {@link Summary}. Imports nothing of the project; callers hold no lock.
 *
 * <p>RFC 5322, RFC 2045–2047, RFC 2231; as IMAP shows it: RFC 9051 §6.4.4, §6.4.5 and §7.5.2.
 */
@NullMarked
package org.mailroom.mailstore.mime;

import org.jspecify.annotations.NullMarked;
