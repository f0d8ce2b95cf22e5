/**
 * What a connection does with commands. Start at {@link org.mailroom.imap.session.ImapSession}, the
 * loop; {@link org.mailroom.imap.session.Commands} leads from each command to its handler, {@link
 * org.mailroom.imap.session.Selected} keeps the client's picture of the mailbox true. Imports
 * imap.command, imap.parser, imap.search, mailstore, transport.
 *
 * <p>RFC 9051, RFC 3501.
 */
@NullMarked
package org.mailroom.imap.session;

import org.jspecify.annotations.NullMarked;
