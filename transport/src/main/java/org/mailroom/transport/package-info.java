/**
 * What SMTP and IMAP share. Start at {@link org.mailroom.transport.net.Transport}, which opens
 * ports; {@link org.mailroom.transport.sasl.Sasl} logs clients in. Packages, each importing only
 * those before it: auth, tls, net, sasl.
 */
@NullMarked
package org.mailroom.transport;

import org.jspecify.annotations.NullMarked;
