/**
 * What a client may say: a line becomes a {@link org.mailroom.smtp.command.Command} or a {@link
 * org.mailroom.smtp.command.SyntaxError} that names what was wrong and where. Start at {@link
 * org.mailroom.smtp.command.CommandParser}. Imports: messaging.people for addresses, transport.net
 * for lines. No state, no effects.
 *
 * <p>RFC 5321 §4.1, RFC 6531 §3.3, RFC 3461 §4, RFC 3030 §2, RFC 2033 §4.1.
 */
@NullMarked
package org.mailroom.smtp.command;

import org.jspecify.annotations.NullMarked;
