/**
 * Groups with an address: who belongs to them, in which rank, since when, by hand or by an
 * expression. Start at {@link org.mailroom.messaging.group.Groups}; {@link
 * org.mailroom.messaging.group.Organisation} puts people and groups together. Imports: audit,
 * people, rows, mailstore.account, mailstore.rows. Callers hold no lock and no transaction, other
 * than where a session is asked for.
 */
@NullMarked
package org.mailroom.messaging.group;

import org.jspecify.annotations.NullMarked;
