package org.mailroom.transport.sasl;

import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.TlsInfo;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which mechanisms a connection is offered, and the beginning of each exchange. Shared by IMAP and
 * SMTP. Thread-safe. RFC 4422.
 */
public final class Sasl {
    /** The longest line a client may send in an exchange, in bytes. RFC 4954 §4. */
    public static final int MAX_LINE = 12_288;

    private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";
    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String PLAIN = "PLAIN";
    private static final String LOGIN = "LOGIN";
    private static final String BEARER = "OAUTHBEARER";

    private final Logins logins;
    private final UnknownUsers unknownUsers;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param fakeSaltKey a secret that stays the same over restarts, from which unknown users get
     *     their salt, so that they cannot be told from known ones
     */
    public Sasl(Logins logins, byte[] fakeSaltKey) {
        this.logins = logins;
        this.unknownUsers = new UnknownUsers(fakeSaltKey);
    }

    /** The mechanisms to announce, best first. */
    public List<String> mechanisms(Connection connection) {
        List<String> offered = new ArrayList<>();
        if (logins.settings().scram()) {
            if (exporter(connection).isPresent()) offered.add(SCRAM_PLUS);
            offered.add(SCRAM);
        }
        if (plaintextAllowed(connection)) {
            if (logins.takesTokens()) offered.add(BEARER);
            offered.add(PLAIN);
            offered.add(LOGIN);
        }
        return offered;
    }

    /** Whether a password may be sent as it is: under TLS, or from loopback where allowed. */
    public boolean plaintextAllowed(Connection connection) {
        return connection.secure()
                || (logins.settings().plaintextFromLoopback()
                        && connection.remote().getAddress().isLoopbackAddress());
    }

    /** Begins an exchange; empty if the mechanism is unknown or not offered to this connection. */
    public Optional<SaslExchange> begin(String mechanism, Connection connection) {
        String name = mechanism.toUpperCase(Locale.ROOT);
        if (!mechanisms(connection).contains(name)) return Optional.empty();
        PasswordCheck passwords = new PasswordCheck(logins, connection.remote().getAddress());
        return Optional.of(
                new SaslExchange(
                        switch (name) {
                            case PLAIN -> new PlainMechanism(passwords);
                            case LOGIN -> new LoginMechanism(passwords);
                            case BEARER -> new BearerMechanism(passwords);
                            default -> scram(name.equals(SCRAM_PLUS), connection);
                        }));
    }

    private Mechanism scram(boolean plus, Connection connection) {
        InetAddress from = connection.remote().getAddress();
        return new ScramMechanism(
                new ScramMechanism.Setting(
                        logins, from, plus, exporter(connection), unknownUsers, this::nonce));
    }

    private static Optional<byte[]> exporter(Connection connection) {
        return connection.tls().flatMap(TlsInfo::exporter);
    }

    private String nonce() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
