/** The same answer on every surface, of a whole server with real clients. */
@NullMarked
package org.mailroom.server.surfaces;

import org.jspecify.annotations.NullMarked;
