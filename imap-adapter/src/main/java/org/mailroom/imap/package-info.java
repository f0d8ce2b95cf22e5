/**
 * IMAP4rev2 and IMAP4rev1. Start at {@link org.mailroom.imap.ImapServer}, which the server wires to
 * its ports; a connection's life is {@link org.mailroom.imap.session.ImapSession}. Imports
 * imap.session, mailstore.mail, transport.
 */
@NullMarked
package org.mailroom.imap;

import org.jspecify.annotations.NullMarked;
