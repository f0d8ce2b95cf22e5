package org.mailroom.transport.sasl;

import java.util.Optional;

/** What goes back and forth in one exchange, in plain bytes. */
sealed interface Mechanism permits PlainMechanism, LoginMechanism, ScramMechanism, BearerMechanism {
    SaslStep start(Optional<byte[]> initialResponse);

    SaslStep respond(byte[] response);
}
