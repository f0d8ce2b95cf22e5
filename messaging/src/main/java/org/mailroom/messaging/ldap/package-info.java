/**
 * Asks an LDAP directory whether a password is right. Start at {@link
 * org.mailroom.messaging.ldap.LdapPasswords}. Knows nothing of accounts: {@code messaging.people}
 * decides whom it asks about. Imports: nothing of ours. Callers hold no lock.
 *
 * <p>RFC 4511 §4.2, RFC 4513 §5.1, RFC 4514 §2.4, RFC 4515 §3.
 */
@NullMarked
package org.mailroom.messaging.ldap;

import org.jspecify.annotations.NullMarked;
