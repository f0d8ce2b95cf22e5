package org.mailroom.messaging.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.login.oidc.OidcSettings;
import org.mailroom.messaging.login.totp.TotpSecret;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.transport.auth.LoginSettings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** All ways to log in on a store of its own, with anna and a clock that is moved by hand. */
public final class LoginKit implements AutoCloseable {
    static final Browser BROWSER = new Browser(InetAddress.getLoopbackAddress(), "Firefox");
    static final URI WEB = URI.create("https://mail.demo.test");
    static final String PASSWORD = "anna's password";

    final TestStore store;
    final Directory directory;
    final AuditLog audit;
    final LoginServices login;
    final AccountId anna;
    final Kept kept;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    LoginKit(TestStore store, OidcSettings... providers) {
        this(store, WebLoginSettings.defaults(), providers);
    }

    LoginKit(TestStore store, WebLoginSettings web, OidcSettings... providers) {
        this.store = store;
        InstantSource clock = now::get;
        directory =
                new Directory(
                        store.store().accounts(),
                        DirectorySettings.defaults().withDomains(List.of("demo.test")),
                        clock);
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        kept = new Kept(store.store(), store.masters(), audit, clock);
        LoginSettings d = LoginSettings.defaults();
        LoginSettings patient =
                new LoginSettings(
                        10_000,
                        d.firstDelay(),
                        d.maxAddressDelay(),
                        d.maxUserDelay(),
                        d.forgetAfter(),
                        d.maxEntries(),
                        false,
                        true);
        try {
            login =
                    new LoginServices(
                            kept,
                            directory,
                            new LoginWays(LoginWays.defaults().ldap(), List.of(providers), web),
                            WEB,
                            patient);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        anna = store.account("anna@demo.test").id();
        directory.setPassword(anna, PASSWORD);
    }

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(n -> n.plus(time));
    }

    LoginOutcome password(String password) {
        return login.web().password("anna", password.getBytes(UTF_8), BROWSER);
    }

    WebSession in(LoginOutcome outcome) {
        return ((LoginOutcome.LoggedIn) outcome).session();
    }

    String token(LoginOutcome outcome) {
        return ((LoginOutcome.LoggedIn) outcome).token();
    }

    LoginOutcome.OneMore more(LoginOutcome outcome) {
        return (LoginOutcome.OneMore) outcome;
    }

    /** The code that anna's program shows. */
    String code(TotpSecret secret) {
        return secret.code(TotpSecret.step(now()));
    }

    /** Sets an authenticator program up; the code that did it is used up. */
    TotpSecret totp() {
        TotpSecret secret = login.totps().begin(anna);
        recoveryCodes = login.totps().confirm(anna, code(secret), Actor.of(anna));
        login.factorsChanged(anna, "");
        return secret;
    }

    List<String> recoveryCodes = List.of();

    Optional<WebSession> find(String token) {
        return login.sessions().find(token);
    }

    @Override
    public void close() {
        login.close();
        audit.close();
        directory.close();
        store.close();
    }
}
