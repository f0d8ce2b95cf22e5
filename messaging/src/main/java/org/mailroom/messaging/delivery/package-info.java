/**
 * From an accepted message to stored copies. Start at {@link
 * org.mailroom.messaging.delivery.Delivery}. Imports: messaging.people, mailstore.mail,
 * mailstore.mailbox, mailstore.mime, mailstore.refusal. Callers hold no lock.
 *
 * <p>RFC 5321 §6.1, RFC 3461, RFC 3464.
 */
@NullMarked
package org.mailroom.messaging.delivery;

import org.jspecify.annotations.NullMarked;
