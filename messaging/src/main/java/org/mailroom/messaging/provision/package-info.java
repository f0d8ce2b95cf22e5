/**
 * People, relations, groups and members as another system knows them: brought in from files, and
 * found again by that system's own names. Start at {@link
 * org.mailroom.messaging.provision.Imports}; what other systems call people is in {@link
 * org.mailroom.messaging.provision.Links}. Imports: messaging.people, messaging.group,
 * messaging.audit. CSV is RFC 4180.
 */
@NullMarked
package org.mailroom.messaging.provision;

import org.jspecify.annotations.NullMarked;
