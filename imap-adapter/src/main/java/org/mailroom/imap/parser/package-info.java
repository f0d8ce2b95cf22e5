/**
 * From bytes to commands. Start at {@link org.mailroom.imap.parser.CommandParser}, which reads a
 * connection through a {@link org.mailroom.imap.parser.CommandSource} and gives records of {@code
 * command}; every amount a client can choose is bounded by {@link
 * org.mailroom.imap.parser.ParserLimits}. Imports: command, transport.net (lines).
 *
 * <p>RFC 9051 §9, RFC 3501 §9.
 */
@NullMarked
package org.mailroom.imap.parser;

import org.jspecify.annotations.NullMarked;
