/** A server for tests: {@link org.mailroom.imap.ImapTestServer}. */
@NullMarked
package org.mailroom.imap;

import org.jspecify.annotations.NullMarked;
