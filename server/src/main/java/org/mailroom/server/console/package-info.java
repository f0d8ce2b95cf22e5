/**
 * Where commands read and write: a person's terminal, or, while a server runs, the UNIX domain
 * socket in its data directory through which commands are run inside it. H2 belongs to one process,
 * so that is how the command line works on a store that is open. Start at {@link
 * org.mailroom.server.console.Terminal}. Locks: none.
 */
@NullMarked
package org.mailroom.server.console;

import org.jspecify.annotations.NullMarked;
