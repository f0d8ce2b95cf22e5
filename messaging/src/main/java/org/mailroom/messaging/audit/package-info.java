/**
 * Who did what to whom, in a log that shows when it has been tampered with. Start at {@link
 * org.mailroom.messaging.audit.AuditLog}. Imports: mailstore.rows, mailstore.seal. Callers hold no
 * lock.
 */
@NullMarked
package org.mailroom.messaging.audit;

import org.jspecify.annotations.NullMarked;
