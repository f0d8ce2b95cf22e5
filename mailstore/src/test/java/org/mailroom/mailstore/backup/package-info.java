/** Saved while in use, restored on either database, damaged and cut off. */
@NullMarked
package org.mailroom.mailstore.backup;

import org.jspecify.annotations.NullMarked;
