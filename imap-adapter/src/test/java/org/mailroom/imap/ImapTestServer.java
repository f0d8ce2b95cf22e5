package org.mailroom.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.imap.session.ImapSettings;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Authenticator;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.auth.ScramCredential;
import org.mailroom.transport.net.Listener;
import org.mailroom.transport.net.ListenerSettings;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.net.Transport;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;
import org.mailroom.transport.testkit.TestClient;
import org.mailroom.transport.testkit.TestTls;
import org.mailroom.transport.testkit.Transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server over a real store, on loopback. Every account has the password {@code secret}.
 * {@link #shared()} serves all tests of a run; each test takes an account of its own.
 */
public final class ImapTestServer implements AutoCloseable {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final TestStore store;
    private final Transport transport;
    private final Listener plain;
    private final Listener strict;
    private final Listener tls;

    private static final class Shared {
        static final ImapTestServer SERVER = start(ImapSettings.defaults());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    public static ImapTestServer shared() {
        return Shared.SERVER;
    }

    public static ImapTestServer start(ImapSettings settings) {
        return start(settings, TransportLimits.defaults());
    }

    public static ImapTestServer start(ImapSettings settings, TransportLimits limits) {
        try {
            return new ImapTestServer(settings, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImapTestServer(ImapSettings settings, TransportLimits limits) throws IOException {
        store = TestStore.create();
        store.store().sendBy(new TestGate());
        transport =
                new Transport(
                        limits,
                        Optional.of(TestTls.server(Files.createTempDirectory("mailroom-tls"))));
        var users = new UserLimits(limits);
        ImapServer server = server(settings, users, true);
        plain = transport.listen(ListenerSettings.of("imap", 0, Security.STARTTLS), server);
        tls = transport.listen(ListenerSettings.of("imaps", 0, Security.TLS), server);
        strict =
                transport.listen(
                        ListenerSettings.of("strict", 0, Security.STARTTLS),
                        server(settings, users, false));
    }

    private ImapServer server(ImapSettings settings, UserLimits users, boolean plaintext) {
        var d = LoginSettings.defaults();
        // Tests that fail to log in hold up no others.
        var patient =
                new LoginSettings(
                        10_000,
                        d.firstDelay(),
                        d.maxAddressDelay(),
                        d.maxUserDelay(),
                        d.forgetAfter(),
                        d.maxEntries(),
                        plaintext,
                        true);
        var logins = new Logins(new Directory(), patient);
        return new ImapServer(
                store.store(), logins, new Sasl(logins, new byte[32]), users, settings);
    }

    public TestStore store() {
        return store;
    }

    public Listener listener() {
        return plain;
    }

    /** A new account. */
    public Account account() {
        return store.account("user" + ACCOUNTS.incrementAndGet() + "@example.org");
    }

    public AccountMail mail(Account account) {
        return store.mail(account.id());
    }

    /** A connection that is logged in. */
    public TestClient login(Account account) {
        TestClient client = TestClient.plain(plain.port());
        client.expect("* OK *");
        client.ask("l LOGIN " + account.address() + " secret", "l OK *");
        return client;
    }

    /** Plays a transcript with an account of its own, <code>${user}</code>. */
    public void play(Class<?> owner, String resource) {
        play(owner, resource, account());
    }

    public void play(Class<?> owner, String resource, Account account) {
        new Transcript(plain.port())
                .port("tls", tls.port())
                .port("strict", strict.port())
                .with("user", account.address())
                .play(owner, resource);
    }

    @Override
    public void close() {
        transport.close();
        store.close();
    }

    private final class Directory implements Authenticator {
        private final ScramCredential scram =
                ScramCredential.derive("secret".getBytes(UTF_8), new byte[16], 4096);

        @Override
        public AuthResult password(String user, byte[] password, InetAddress from) {
            return identity(user)
                    .filter(identity -> new String(password, UTF_8).equals("secret"))
                    .<AuthResult>map(AuthResult.Accepted::new)
                    .orElseGet(AuthResult.Rejected::new);
        }

        @Override
        public Optional<ScramCredential> scram(String user) {
            return identity(user).map(identity -> scram);
        }

        @Override
        public Optional<Identity> identity(String user) {
            return store.store()
                    .accounts()
                    .byAddress(user)
                    .filter(account -> account.state() == Account.State.ACTIVE)
                    .map(account -> new Identity(account.id().value(), account.address()));
        }
    }
}
