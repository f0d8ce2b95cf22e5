/** Logback, set up in code: plain or JSON lines, with connection and message ids. */
@NullMarked
package org.mailroom.server.log;

import org.jspecify.annotations.NullMarked;
