/**
 * What keeps people from one another: blocks that people set, restrictions that moderators impose,
 * lanes that bound how fast anybody sends. Facts only: what follows from them is the policy's to
 * say. Start at {@link org.mailroom.messaging.safety.Restrictions}. Imports: messaging.audit.
 */
@NullMarked
package org.mailroom.messaging.safety;

import org.jspecify.annotations.NullMarked;
