/**
 * The one decision point: who may send what to whom. Start at {@link
 * org.mailroom.messaging.policy.Policy}: every way in asks it a {@link
 * org.mailroom.messaging.policy.Question} and obeys the {@link
 * org.mailroom.messaging.policy.Decision}. A policy file becomes a {@code RuleSet} (read by {@code
 * RuleReader}, kept and followed by {@link org.mailroom.messaging.policy.RuleBook}), which judges
 * {@code Facts} and looks at nothing else; {@code Judgement} is where to read how. Policy gathers
 * the facts: {@code Senders}, {@code Reach}, {@code Conversations}. What no policy changes are the
 * {@code Rule}s. Imports: messaging.people, messaging.group, messaging.safety, messaging.audit,
 * mailstore. Callers hold no lock.
 *
 * <p>RFC 5321 §3.6, RFC 5321 §6.3, RFC 5322 §3.6.2, RFC 5322 §3.6.4, RFC 5322 §3.6.6, RFC 6409
 * §6.1.
 */
@NullMarked
package org.mailroom.messaging.policy;

import org.jspecify.annotations.NullMarked;
