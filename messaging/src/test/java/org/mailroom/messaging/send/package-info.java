/** Tests of sending. */
@NullMarked
package org.mailroom.messaging.send;

import org.jspecify.annotations.NullMarked;
