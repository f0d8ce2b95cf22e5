/** The one vocabulary of legitimate refusals, which every protocol translates. */
@NullMarked
package org.mailroom.mailstore.refusal;

import org.jspecify.annotations.NullMarked;
