/**
 * TLS with a certificate that can change while the server runs. Start at {@link
 * org.mailroom.transport.tls.ServerTls}. Imports nothing of ours. RFC 8446, RFC 9325.
 */
@NullMarked
package org.mailroom.transport.tls;

import org.jspecify.annotations.NullMarked;
