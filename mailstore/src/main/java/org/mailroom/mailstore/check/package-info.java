/**
 * Whether the store is what it should be, and setting right what can be rebuilt. Start at {@link
 * Verify}.
 *
 * <pre>
 * Verify ─▶ rows, in one snapshot:  AccountCheck ─▶ MailboxCheck, CountCheck
 *        ─▶ contents, page by page: ContentCheck
 *        ─▶ segment files:          SegmentCheck
 * each finding ─▶ Walk ─▶ Repairs, when asked
 * </pre>
 *
 * Works while the store serves. Imports: mailstore.mail, account, rows, blob, seal, mime. Callers
 * hold no lock.
 */
@NullMarked
package org.mailroom.mailstore.check;

import org.jspecify.annotations.NullMarked;
