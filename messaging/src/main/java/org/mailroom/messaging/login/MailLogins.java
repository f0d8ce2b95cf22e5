package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.login.oidc.OidcPerson;
import org.mailroom.messaging.login.oidc.OidcProvider;
import org.mailroom.messaging.login.oidc.OidcRefused;
import org.mailroom.messaging.people.Directory;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Authenticator;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.ScramCredential;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How mail programs log in: with passwords, as the directory says, and with access tokens of those
 * identity providers that the settings allow it. Thread-safe.
 */
public final class MailLogins implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(MailLogins.class);

    private final Directory directory;
    private final Identities identities;
    private final SecondFactors factors;

    MailLogins(Directory directory, Identities identities, SecondFactors factors) {
        this.directory = directory;
        this.identities = identities;
        this.factors = factors;
    }

    @Override
    public AuthResult password(String user, byte[] password, InetAddress from) {
        return directory.password(user, password, from);
    }

    @Override
    public Optional<ScramCredential> scram(String user) {
        return directory.scram(user);
    }

    @Override
    public Optional<Identity> identity(String user) {
        return directory.identity(user);
    }

    @Override
    public boolean takesTokens() {
        return identities.providers().stream().anyMatch(OidcProvider::takesTokens);
    }

    @Override
    public AuthResult token(String token, InetAddress from) {
        Optional<OidcProvider> provider =
                OidcProvider.issuer(token)
                        .flatMap(identities::byIssuer)
                        .filter(OidcProvider::takesTokens);
        if (provider.isEmpty()) {
            return new AuthResult.Rejected();
        }
        try {
            OidcPerson person = provider.get().token(token);
            return identities
                    .account(provider.get(), person)
                    .filter(account -> enough(provider.get(), account))
                    .flatMap(directory::byId)
                    .filter(Directory::mayLogIn)
                    .<AuthResult>map(
                            account ->
                                    new AuthResult.Accepted(
                                            new Identity(account.id().value(), account.address())))
                    .orElseGet(AuthResult.Rejected::new);
        } catch (OidcRefused e) {
            LOG.info("an access token is refused: {}", e.getMessage());
            return e.why() == OidcRefused.Why.UNAVAILABLE
                    ? new AuthResult.Unavailable()
                    : new AuthResult.Rejected();
        } catch (Refused e) {
            LOG.info("an access token is refused: {}", e.getMessage());
            return new AuthResult.Unavailable();
        }
    }

    /** A mail program cannot be asked for the second factor: the provider has to have done it. */
    private boolean enough(OidcProvider provider, AccountId account) {
        return provider.settings().secondFactorTrusted() || !factors.any(account);
    }
}
