/**
 * Passkeys: what a browser is asked for, and whether what it answers is right. Start at {@link
 * org.mailroom.messaging.login.passkey.PasskeyCeremony}. Knows nothing of accounts and keeps
 * nothing. Imports: nothing of ours. W3C Web Authentication Level 2 §7.
 */
@NullMarked
package org.mailroom.messaging.login.passkey;

import org.jspecify.annotations.NullMarked;
