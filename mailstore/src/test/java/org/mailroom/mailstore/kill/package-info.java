/** Kill -9 under load, and what must be there afterwards. Start at {@code KillTest}. */
@NullMarked
package org.mailroom.mailstore.kill;

import org.jspecify.annotations.NullMarked;
