/**
 * Puts the parts together. Start at {@link org.mailroom.server.wiring.Wiring}: one page, read from
 * top to bottom, is the whole order of start and stop.
 */
@NullMarked
package org.mailroom.server.wiring;

import org.jspecify.annotations.NullMarked;
