/**
 * Who there is, under which addresses, and how they prove it. Start at {@link
 * org.mailroom.messaging.people.Directory}. Imports: mailstore.account, mailstore.refusal,
 * messaging.ldap, transport.auth. Callers hold no lock.
 *
 * <p>RFC 5322 §3.4.1, RFC 5803, RFC 9106.
 */
@NullMarked
package org.mailroom.messaging.people;

import org.jspecify.annotations.NullMarked;
