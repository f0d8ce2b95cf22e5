package org.mailroom.transport.auth;

import org.mailroom.transport.address.ClientNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The one way to log in: slows down whoever fails, logs every failure (user name and address, never
 * the password), and asks the {@link Authenticator}. Thread-safe; blocks the calling virtual
 * thread.
 *
 * <p>An address that has failed gets its attempts one after the other, ever further apart. A user
 * name that has failed is slowed too, from wherever it is tried, but only a little, since anyone
 * can cause it. Neither holds for a user from an address where that user's last login was right:
 * others behind the same address must not lock people out.
 */
public final class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    /** Longer names and passwords are wrong without being looked at. */
    private static final int MAX_BYTES = 1024;

    private final Authenticator authenticator;
    private final LoginSettings settings;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Failures<ClientNetwork> byAddress;
    private final Failures<String> byUser;
    private final Set<Origin> knownGood;

    /** A user at an address. */
    private record Origin(String user, ClientNetwork network) {}

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
        this.clock = clock;
        this.sleeper = sleeper;
        this.byAddress = new Failures<>(settings, settings.maxAddressDelay());
        this.byUser = new Failures<>(settings, settings.maxUserDelay());
        this.knownGood = Collections.synchronizedSet(boundedSet(settings.maxEntries()));
    }

    private static Set<Origin> boundedSet(int max) {
        return Collections.newSetFromMap(
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Origin, Boolean> eldest) {
                        return size() > max;
                    }
                });
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
        return password(
                user,
                password,
                from,
                (name, prepared) -> authenticator.password(name, prepared, from));
    }

    /** The same, with another idea of which password counts. */
    public AuthResult password(
            String user,
            byte[] password,
            InetAddress from,
            BiFunction<String, byte[], AuthResult> check) {
        return attempt(user, from, name -> checked(name, password, check));
    }

    private static AuthResult checked(
            String name, byte[] password, BiFunction<String, byte[], AuthResult> check) {
        Optional<byte[]> prepared = prepared(password);
        if (name.isEmpty() || prepared.isEmpty()) return new AuthResult.Rejected();
        byte[] secret = prepared.get();
        try {
            return check.apply(name, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Any other proof of who somebody is, slowed and logged as a password is.
     *
     * @param user who it is said to be; empty if the proof alone tells, and then only the address
     *     is slowed
     * @param check is given the prepared name
     */
    public AuthResult attempt(String user, InetAddress from, Function<String, AuthResult> check) {
        String name = name(user);
        Origin origin = new Origin(name, ClientNetwork.of(from));
        if (!waitForTurn(origin)) return unavailable(name, from);
        return switch (check.apply(name)) {
            case AuthResult.Accepted accepted -> succeeded(origin, accepted);
            case AuthResult.Rejected rejected -> failed(origin, from);
            case AuthResult.Unavailable unavailable -> unavailable(name, from);
        };
    }

    /** Whether access tokens log in here. */
    public boolean takesTokens() {
        return authenticator.takesTokens();
    }

    /**
     * An access token.
     *
     * @param user whom the client says it is; may be empty. A token of somebody else is refused.
     */
    public AuthResult token(String user, String token, InetAddress from) {
        return attempt(
                user,
                from,
                name -> {
                    AuthResult result = authenticator.token(token, from);
                    return result instanceof AuthResult.Accepted accepted
                                    && !user.isEmpty()
                                    && !isSelf(name, accepted.identity())
                            ? new AuthResult.Rejected()
                            : result;
                });
    }

    private boolean isSelf(String name, Identity identity) {
        return authenticator
                .identity(name)
                .filter(named -> named.accountId() == identity.accountId())
                .isPresent();
    }

    /**
     * The first half of a SCRAM login: waits as long as earlier failures demand.
     *
     * @return empty if there are too many attempts waiting already; the login is then unavailable
     */
    public Optional<ScramLookup> scram(String user, InetAddress from) {
        String name = name(user);
        if (!waitForTurn(new Origin(name, ClientNetwork.of(from)))) {
            unavailable(name, from);
            return Optional.empty();
        }
        return Optional.of(
                new ScramLookup(name.isEmpty() ? Optional.empty() : authenticator.scram(name)));
    }

    /** The second half: the proof was right. Finds the identity and forgets the user's failures. */
    public AuthResult scramProved(String user, InetAddress from) {
        Origin origin = new Origin(name(user), ClientNetwork.of(from));
        Optional<Identity> identity = authenticator.identity(origin.user());
        return identity.isPresent()
                ? succeeded(origin, new AuthResult.Accepted(identity.get()))
                : failed(origin, from);
    }

    /** The second half: the proof was wrong, or the user does not exist. */
    public AuthResult scramFailed(String user, InetAddress from) {
        return failed(new Origin(name(user), ClientNetwork.of(from)), from);
    }

    /** The user's credential; empty if there is no such user. */
    public record ScramLookup(Optional<ScramCredential> credential) {}

    /** The prepared name; empty if no user can have it. */
    private static String name(String user) {
        if (user.length() > MAX_BYTES) return "";
        try {
            return Saslprep.prepare(user);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<byte[]> prepared(byte[] password) {
        if (password.length == 0 || password.length > MAX_BYTES) return Optional.empty();
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(password))
                            .toString();
            return Optional.of(Saslprep.prepare(text).getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Sleeps as long as earlier failures demand; false if the attempt is not to be made. */
    private boolean waitForTurn(Origin origin) {
        if (knownGood.contains(origin)) return true;
        Instant now = clock.instant();
        Optional<Duration> turn = byAddress.turn(origin.network(), now);
        if (turn.isEmpty()) return false;
        Duration delay = origin.user().isEmpty() ? Duration.ZERO : byUser.delay(origin.user(), now);
        Duration wait = turn.get().compareTo(delay) > 0 ? turn.get() : delay;
        if (wait.isZero()) return true;
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AuthResult succeeded(Origin origin, AuthResult.Accepted accepted) {
        // The address keeps its failures: one good account must not buy tries at others.
        if (!origin.user().isEmpty()) {
            byUser.forget(origin.user());
            knownGood.add(origin);
        }
        return accepted;
    }

    private AuthResult failed(Origin origin, InetAddress from) {
        Instant now = clock.instant();
        knownGood.remove(origin);
        byAddress.failed(origin.network(), now);
        if (!origin.user().isEmpty()) byUser.failed(origin.user(), now);
        log.warn("login failed: user \"{}\" from {}", origin.user(), from.getHostAddress());
        return new AuthResult.Rejected();
    }

    private static AuthResult unavailable(String name, InetAddress from) {
        log.warn("login put off: user \"{}\" from {}", name, from.getHostAddress());
        return new AuthResult.Unavailable();
    }
}
