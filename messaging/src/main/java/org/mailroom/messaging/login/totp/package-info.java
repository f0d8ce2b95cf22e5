/**
 * Codes that change every half minute. Start at {@link
 * org.mailroom.messaging.login.totp.TotpSecret}. Imports: nothing of ours.
 *
 * <p>RFC 4226 §5.3, RFC 4648 §6, RFC 6238 §4.
 */
@NullMarked
package org.mailroom.messaging.login.totp;

import org.jspecify.annotations.NullMarked;
