/** What blocks, restrictions and lanes promise. */
@NullMarked
package org.mailroom.messaging.safety;

import org.jspecify.annotations.NullMarked;
