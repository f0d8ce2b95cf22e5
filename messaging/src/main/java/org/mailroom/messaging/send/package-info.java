/**
 * Sending by others than SMTP clients: what is composed over HTTP ({@link
 * org.mailroom.messaging.send.Submission}), and what people put into a mailbox for scheduled mail
 * ({@link org.mailroom.messaging.send.Schedule}, which is also what the mail store asks). Both ask
 * the decision point and hand the message to delivery. Imports: messaging.people, messaging.policy,
 * messaging.delivery, mailstore.mail, mailstore.mailbox, mailstore.mime. Callers hold no lock.
 *
 * <p>RFC 5322, RFC 2156, RFC 9979.
 */
@NullMarked
package org.mailroom.messaging.send;

import org.jspecify.annotations.NullMarked;
