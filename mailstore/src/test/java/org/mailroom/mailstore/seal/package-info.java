@NullMarked
package org.mailroom.mailstore.seal;

import org.jspecify.annotations.NullMarked;
