/**
 * The load generator's own SMTP, LMTP and IMAP clients: blocking sockets, preformatted bytes, no
 * more parsing than it takes to find the end of a reply. Start at {@link
 * org.mailroom.bench.client.Wire}. Imports nothing of the project.
 */
@NullMarked
package org.mailroom.bench.client;

import org.jspecify.annotations.NullMarked;
