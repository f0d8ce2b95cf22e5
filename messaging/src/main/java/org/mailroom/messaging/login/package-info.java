/**
 * Logging in with a browser, and what people keep to do so: sessions, second factors, passkeys,
 * identities at providers. Start at {@link org.mailroom.messaging.login.WebLogins}. Imports:
 * mailstore.account, mailstore.rows, messaging.audit, messaging.people, messaging.rows,
 * transport.auth, and the packages below this one, which know nothing of accounts. Callers hold no
 * lock.
 */
@NullMarked
package org.mailroom.messaging.login;

import org.jspecify.annotations.NullMarked;
