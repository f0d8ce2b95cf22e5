/** Tests of people and groups; {@link org.mailroom.messaging.group.Org} is their kit. */
@NullMarked
package org.mailroom.messaging.group;

import org.jspecify.annotations.NullMarked;
