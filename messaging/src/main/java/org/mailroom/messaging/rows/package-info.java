/**
 * Rows of messaging, in the mail store's database. Start at {@link
 * org.mailroom.messaging.rows.MessagingTables}, which lists them all. Entities have public fields
 * and stay inside this module. Imports: mailstore.rows.
 */
@NullMarked
package org.mailroom.messaging.rows;

import org.jspecify.annotations.NullMarked;
