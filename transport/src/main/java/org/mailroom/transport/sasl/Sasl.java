package org.mailroom.transport.sasl;

import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.Connection;

import java.util.List;
import java.util.Optional;

/**
 * Which mechanisms a connection is offered, and the beginning of each exchange. Shared by IMAP and
 * SMTP. Thread-safe. RFC 4422.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Sasl {
    /** The longest line a client may send in an exchange, in bytes. RFC 4954 §4. */
    public static final int MAX_LINE = 12_288;

    /**
     * @param fakeSaltKey a secret that stays the same over restarts, from which unknown users get
     *     their salt, so that they cannot be told from known ones
     */
    public Sasl(Logins logins, byte[] fakeSaltKey) {}

    /** The mechanisms to announce, best first. */
    public List<String> mechanisms(Connection connection) {
        throw new UnsupportedOperationException();
    }

    /** Whether a password may be sent as it is: under TLS, or from loopback where allowed. */
    public boolean plaintextAllowed(Connection connection) {
        throw new UnsupportedOperationException();
    }

    /** Begins an exchange; empty if the mechanism is unknown or not offered to this connection. */
    public Optional<SaslExchange> begin(String mechanism, Connection connection) {
        throw new UnsupportedOperationException();
    }
}
