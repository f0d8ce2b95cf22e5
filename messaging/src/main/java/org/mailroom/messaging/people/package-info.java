/**
 * Who there is, what they are to each other, and how they prove it. Start at {@link
 * org.mailroom.messaging.people.People}; {@link org.mailroom.messaging.people.Directory} resolves
 * addresses and checks log-ins. Imports: mailstore.account, mailstore.refusal, mailstore.rows,
 * messaging.audit, messaging.ldap, messaging.rows, transport.auth. Callers hold no lock, and no
 * transaction other than where a session is asked for.
 *
 * <p>RFC 5322 §3.4.1, RFC 5803, RFC 9106.
 */
@NullMarked
package org.mailroom.messaging.people;

import org.jspecify.annotations.NullMarked;
