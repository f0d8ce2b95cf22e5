/**
 * PLAIN, LOGIN, SCRAM-SHA-256, SCRAM-SHA-256-PLUS and OAUTHBEARER. Start at {@link
 * org.mailroom.transport.sasl.Sasl}. Imports transport.auth, transport.net. RFC 4422, RFC 4616, RFC
 * 5802, RFC 7628, RFC 7677, RFC 9266.
 */
@NullMarked
package org.mailroom.transport.sasl;

import org.jspecify.annotations.NullMarked;
