/**
 * What clients are sent, written straight into the connection's output. Start at {@link
 * org.mailroom.imap.response.ResponseWriter}; {@link org.mailroom.imap.response.FetchWriter} writes
 * the answer to FETCH item by item. Imports: command, transport.net, mailstore.mailbox (flags).
 *
 * <p>RFC 9051 §7.
 */
@NullMarked
package org.mailroom.imap.response;

import org.jspecify.annotations.NullMarked;
