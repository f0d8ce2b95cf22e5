package org.mailroom.transport.auth;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The directory, as the protocols see it. User names come as the client wrote them, after {@link
 * Saslprep}. Protocols do not call this: they go through {@link Logins}, which slows and logs
 * failures.
 */
public interface Authenticator {
    /**
     * Checks a password. Blocking, and slow by design of the hash.
     *
     * @param password UTF-8 after {@link Saslprep}; the caller wipes it
     */
    AuthResult password(String user, byte[] password, InetAddress from);

    /** What SCRAM-SHA-256 needs to verify the user; empty if unknown or barred. */
    Optional<ScramCredential> scram(String user);

    /** The identity behind a user name that SCRAM has just proved; empty if unknown or barred. */
    Optional<Identity> identity(String user);

    /** Whether tokens of an identity provider log in, too. */
    default boolean takesTokens() {
        return false;
    }

    /** Checks an access token that the client got elsewhere. Blocking. */
    default AuthResult token(String token, InetAddress from) {
        return new AuthResult.Rejected();
    }
}
