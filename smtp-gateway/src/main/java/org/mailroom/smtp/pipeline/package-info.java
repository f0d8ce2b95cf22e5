/**
 * What operators hook in between acceptance and delivery: pairs of a matcher, which says for which
 * recipients, and a mailet, which does something. Start at {@link
 * org.mailroom.smtp.pipeline.Pipeline}. The interfaces are those of Apache James, so its matchers
 * and mailets, or an operator's own, run here when they are on the class path. Ours are in {@code
 * pipeline.matcher} and {@code pipeline.mailet}. Imports: messaging.delivery, messaging.people,
 * mailstore.mail, mailstore.mime, mailstore.refusal.
 */
@NullMarked
package org.mailroom.smtp.pipeline;

import org.jspecify.annotations.NullMarked;
