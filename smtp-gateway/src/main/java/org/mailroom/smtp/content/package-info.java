/**
 * A message's octets on their way from the socket to the store: found by their end ({@link
 * org.mailroom.smtp.content.DotReader}), held against the rules while they stream ({@link
 * org.mailroom.smtp.content.Intake}), with the fields that a server adds. Imports: mailstore.mail,
 * mailstore.mime, mailstore.refusal, messaging.people, transport.net. Nothing here keeps a message
 * in memory.
 *
 * <p>RFC 5321 §4.4, §4.5.2, §2.3.8; RFC 6409 §8; RFC 3848; RFC 6531 §4.3.
 */
@NullMarked
package org.mailroom.smtp.content;

import org.jspecify.annotations.NullMarked;
