/**
 * Ports, connections, bounded reading and writing. Start at {@link
 * org.mailroom.transport.net.Transport}; a protocol implements {@link
 * org.mailroom.transport.net.ConnectionHandler} and sees {@link
 * org.mailroom.transport.net.Connection}. Imports transport.tls. How threads and wake-ups work:
 * docs/concurrency.md.
 */
@NullMarked
package org.mailroom.transport.net;

import org.jspecify.annotations.NullMarked;
