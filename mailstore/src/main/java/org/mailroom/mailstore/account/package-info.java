/**
 * Accounts and their addresses, keys and secrets. Start at {@link Accounts}. Imports:
 * mailstore.rows, mailstore.seal, mailstore.refusal.
 */
@NullMarked
package org.mailroom.mailstore.account;

import org.jspecify.annotations.NullMarked;
