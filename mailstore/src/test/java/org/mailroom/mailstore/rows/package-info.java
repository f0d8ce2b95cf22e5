/** Rows and their way to the disk. */
@NullMarked
package org.mailroom.mailstore.rows;

import org.jspecify.annotations.NullMarked;
