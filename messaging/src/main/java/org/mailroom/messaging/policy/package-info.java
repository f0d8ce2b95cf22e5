/**
 * The one decision point: who may send what to whom. Start at {@link
 * org.mailroom.messaging.policy.Policy}: every way in asks it a {@link
 * org.mailroom.messaging.policy.Question} and obeys the {@link
 * org.mailroom.messaging.policy.Decision}. A rule is one class; they run in the order in which
 * Policy lists them. Imports: messaging.people, mailstore.mail, mailstore.mime, mailstore.refusal.
 * Callers hold no lock.
 *
 * <p>RFC 5321 §3.6, RFC 5321 §6.3, RFC 5322 §3.6.2, RFC 6409 §6.1.
 */
@NullMarked
package org.mailroom.messaging.policy;

import org.jspecify.annotations.NullMarked;
