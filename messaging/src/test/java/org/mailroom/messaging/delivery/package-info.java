/** Tests of delivery. */
@NullMarked
package org.mailroom.messaging.delivery;

import org.jspecify.annotations.NullMarked;
