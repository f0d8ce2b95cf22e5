/**
 * The whole server in a process of its own, seen from outside: real mail, real mail programs, bad
 * clients, kill -9, and a look at every byte it leaves behind. Start at {@link LiveServer}.
 */
@NullMarked
package org.mailroom.server.interop;

import org.jspecify.annotations.NullMarked;
