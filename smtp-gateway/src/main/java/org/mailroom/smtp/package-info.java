/**
 * SMTP, submission and LMTP. Start at {@link org.mailroom.smtp.SmtpServer}, then {@link
 * org.mailroom.smtp.SmtpSession}, which is one loop: read a line, parse it ({@code command}), check
 * that it may come now, do it, answer. A message's octets go through {@code content} into the
 * store's staging; {@code pipeline} is what operators hook in before delivery. Imports: messaging,
 * mailstore, transport.
 *
 * <p>RFC 5321, RFC 6409, RFC 2033.
 */
@NullMarked
package org.mailroom.smtp;

import org.jspecify.annotations.NullMarked;
