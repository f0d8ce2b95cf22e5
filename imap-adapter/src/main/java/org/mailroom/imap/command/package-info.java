/**
 * What a client can ask: one record per command, valid once constructed, and the values commands
 * are made of. Start at {@link org.mailroom.imap.command.Command}; the parser makes them, the
 * session carries them out. Imports nothing of ours.
 *
 * <p>RFC 9051 §6, RFC 3501 §6.
 */
@NullMarked
package org.mailroom.imap.command;

import org.jspecify.annotations.NullMarked;
