/**
 * Drives any mail server by host and port with one load generator, and sets Mailroom beside Dovecot
 * with Postfix and beside GreenMail. {@link org.mailroom.bench.Bench} is the command line; {@code
 * client} speaks the protocols, {@code scenario} holds the measurements, {@code peer} starts and
 * stops servers, {@code report} writes the page. Uses no other module, so that it measures Mailroom
 * as a stranger would.
 */
@NullMarked
package org.mailroom.bench;

import org.jspecify.annotations.NullMarked;
