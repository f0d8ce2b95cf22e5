/**
 * The program. Start at {@link org.mailroom.server.Mailroom}, which hands the arguments to {@code
 * command}; {@code wiring} puts the parts together, on one page.
 */
@NullMarked
package org.mailroom.server;

import org.jspecify.annotations.NullMarked;
