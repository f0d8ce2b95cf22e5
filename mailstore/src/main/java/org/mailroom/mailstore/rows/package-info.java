/**
 * Rows and the database they lie in, H2 or PostgreSQL. Start at {@link Database}. Entities stay
 * inside this module. Imports: mailstore.refusal.
 */
@NullMarked
package org.mailroom.mailstore.rows;

import org.jspecify.annotations.NullMarked;
