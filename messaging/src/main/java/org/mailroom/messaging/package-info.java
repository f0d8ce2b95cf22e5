/**
 * People, what they may do, and how an accepted message reaches its recipients. Look in {@link
 * org.mailroom.messaging.people}, {@link org.mailroom.messaging.policy} and {@link
 * org.mailroom.messaging.delivery}.
 */
@NullMarked
package org.mailroom.messaging;

import org.jspecify.annotations.NullMarked;
