/** Damage of every kind, and what the store, its check and its repair make of it. */
@NullMarked
package org.mailroom.mailstore.check;

import org.jspecify.annotations.NullMarked;
