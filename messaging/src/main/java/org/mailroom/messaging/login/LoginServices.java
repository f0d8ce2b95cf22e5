package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.login.oidc.OidcProvider;
import org.mailroom.messaging.login.oidc.OidcSettings;
import org.mailroom.messaging.login.passkey.PasskeyCeremony;
import org.mailroom.messaging.people.Directory;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.auth.Logins;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** All ways to log in, put together: made once, and closed before the directory. */
public final class LoginServices implements AutoCloseable {
    private final Kept kept;
    private final List<OidcProvider> providers;
    private final Logins logins;
    private final WebSessions sessions;
    private final SecondFactors factors;
    private final Totps totps;
    private final RecoveryCodes recovery;
    private final Passkeys passkeys;
    private final OidcLinks links;
    private final WebLogins web;
    private final PasskeyLogins passkeyLogins;
    private final ProviderLogins providerLogins;
    private final WebLoginSettings settings;
    private final URI address;
    private final Directory directory;

    /**
     * @param address where people find the web client
     * @param throttle how failures are slowed, on every surface together
     */
    public LoginServices(
            Kept kept, Directory directory, LoginWays ways, URI address, LoginSettings throttle)
            throws IOException {
        this.kept = kept;
        this.directory = directory;
        this.settings = ways.web();
        this.address = address;
        this.providers = open(ways.oidc(), kept);
        this.recovery = new RecoveryCodes(kept);
        this.totps = new Totps(kept, recovery, settings.totpDrift());
        this.passkeys = new Passkeys(kept, recovery);
        this.links = new OidcLinks(kept);
        this.factors = new SecondFactors(kept, recovery);
        this.sessions = new WebSessions(kept, settings);
        Identities identities = new Identities(providers, links, directory);
        this.logins = new Logins(new MailLogins(directory, identities, factors), throttle);
        this.web = new WebLogins(kept, directory, logins, sessions, factors, totps, recovery);
        PasskeyCeremony ceremony = new PasskeyCeremony(address, settings.title());
        this.passkeyLogins = new PasskeyLogins(web, directory, passkeys, ceremony);
        this.providerLogins = new ProviderLogins(web, identities, address);
        directory.onRevoked(sessions::endAll);
        if (settings.mailNeedsAppPassword()) {
            directory.appPasswordsOnly(factors::any);
        }
    }

    private static List<OidcProvider> open(List<OidcSettings> settings, Kept kept)
            throws IOException {
        List<OidcProvider> opened = new ArrayList<>();
        for (OidcSettings one : settings) {
            opened.add(new OidcProvider(one, kept.clock()));
        }
        return List.copyOf(opened);
    }

    /** For IMAP and SMTP, and behind everything here. */
    public Logins logins() {
        return logins;
    }

    public WebLogins web() {
        return web;
    }

    public WebSessions sessions() {
        return sessions;
    }

    public PasskeyLogins passkeyLogins() {
        return passkeyLogins;
    }

    public ProviderLogins providerLogins() {
        return providerLogins;
    }

    public Totps totps() {
        return totps;
    }

    public RecoveryCodes recovery() {
        return recovery;
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public OidcLinks links() {
        return links;
    }

    public SecondFactors factors() {
        return factors;
    }

    public Directory directory() {
        return directory;
    }

    public WebLoginSettings settings() {
        return settings;
    }

    public URI address() {
        return address;
    }

    /**
     * A second factor has been set up or taken away: what was logged in without it is logged out,
     * but for the session in which it was done.
     */
    public void factorsChanged(AccountId account, String session) {
        factors.changed(account);
        sessions.endOthers(account, session);
    }

    /** Somebody has changed how they can log in, otherwise than by what is kept here. */
    public void changed(AccountId account, Actor actor, String what) {
        kept.log()
                .record(
                        AuditEvent.of(actor, Action.CREDENTIAL_CHANGED)
                                .about(account)
                                .object(what));
    }

    /** Takes away all second factors of somebody who has lost them. */
    public void resetFactors(AccountId account, Actor actor) {
        if (totps.enabled(account)) {
            totps.disable(account, actor);
        }
        passkeys.list(account).forEach(p -> passkeys.remove(account, p.id(), actor));
        factors.changed(account);
        directory.revoke(account);
    }

    @Override
    public void close() {
        providers.forEach(OidcProvider::close);
    }
}
