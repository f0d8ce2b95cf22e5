package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginOutcome.Linked;
import org.mailroom.messaging.login.LoginOutcome.NotLinked;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.LoginOutcome.Unavailable;
import org.mailroom.messaging.login.LoginSteps.Kind;
import org.mailroom.messaging.login.LoginSteps.Step;
import org.mailroom.messaging.login.oidc.OidcAttempt;
import org.mailroom.messaging.login.oidc.OidcPerson;
import org.mailroom.messaging.login.oidc.OidcProvider;
import org.mailroom.messaging.login.oidc.OidcRefused;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Logging in at an identity provider, and linking an identity there with an account here. Each
 * provider sends back to an address of its own, and what began with one is ended by no other.
 * Thread-safe.
 */
public final class ProviderLogins {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderLogins.class);

    private final WebLogins logins;
    private final Identities identities;
    private final URI web;

    /**
     * @param web where people find us
     */
    ProviderLogins(WebLogins logins, Identities identities, URI web) {
        this.logins = logins;
        this.identities = identities;
        this.web = web;
    }

    /** Where to send the browser, and what it has to bring back. */
    public record Begun(String step, URI where) {}

    /** What came of it, and where they wanted to go. */
    public record Ended(LoginOutcome outcome, String returnPath) {}

    /** The providers, in the order of the settings: id and title. */
    public Map<String, String> providers() {
        return identities.titles();
    }

    /**
     * Begins a log-in; empty if there is no such provider.
     *
     * @param link whose account is to be linked; empty to log in
     * @throws OidcRefused UNAVAILABLE
     */
    public Optional<Begun> begin(String id, String returnPath, Optional<AccountId> link)
            throws OidcRefused {
        Optional<OidcProvider> provider = identities.provider(id);
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        // whoever links an identity shows that it is theirs now
        OidcProvider.Begun begun = provider.get().begin(back(id), link.isPresent());
        OidcAttempt attempt = begun.attempt();
        String step =
                logins.steps()
                        .begin(
                                Kind.PROVIDER,
                                link,
                                List.of(
                                        attempt.provider(),
                                        attempt.state(),
                                        attempt.nonce(),
                                        attempt.verifier(),
                                        Boolean.toString(attempt.fresh()),
                                        ReturnPath.safe(returnPath)));
        return Optional.of(new Begun(step, begun.where()));
    }

    private URI back(String id) {
        return web.resolve("/login/oidc/" + id + "/callback");
    }

    /**
     * Ends a log-in.
     *
     * @param id the provider to whose address the browser came back
     * @param answer the parameters with which it came back
     * @param present who is logged in with this browser already
     */
    public Ended finish(
            String sealed,
            String id,
            Map<String, List<String>> answer,
            Optional<AccountId> present,
            Browser browser) {
        Optional<Step> open =
                logins.steps()
                        .open(sealed, Set.of(Kind.PROVIDER))
                        .filter(step -> step.data().getFirst().equals(id));
        if (open.isEmpty()) {
            return new Ended(new Rejected(), "/");
        }
        Step step = open.get();
        String returnPath = step.data().get(5);
        AtomicReference<LoginOutcome> outcome = new AtomicReference<>(new Unavailable());
        logins.logins()
                .attempt(
                        "",
                        browser.from(),
                        name -> {
                            LoginOutcome came = ended(step, answer, present, browser);
                            outcome.set(came);
                            return switch (came) {
                                case Rejected rejected -> new AuthResult.Rejected();
                                case Unavailable unavailable -> new AuthResult.Unavailable();
                                default -> new AuthResult.Accepted(new Identity(0, ""));
                            };
                        });
        return new Ended(outcome.get(), returnPath);
    }

    private LoginOutcome ended(
            Step step,
            Map<String, List<String>> answer,
            Optional<AccountId> present,
            Browser browser) {
        List<String> data = step.data();
        OidcProvider provider = identities.provider(data.getFirst()).orElseThrow();
        if (!logins.steps().take(step)) {
            return new Rejected();
        }
        OidcPerson person;
        try {
            OidcAttempt attempt =
                    new OidcAttempt(
                            data.get(0),
                            data.get(1),
                            data.get(2),
                            data.get(3),
                            Boolean.parseBoolean(data.get(4)));
            person = provider.finish(attempt, back(data.getFirst()), answer);
        } catch (OidcRefused e) {
            LOG.info("log-in at {} is refused: {}", data.getFirst(), e.getMessage());
            return e.why() == OidcRefused.Why.UNAVAILABLE ? new Unavailable() : new Rejected();
        }
        if (step.account().isPresent()) {
            return linked(step.account().get(), present, data.getFirst(), person);
        }
        return identities
                .account(provider, person)
                .map(account -> in(provider, account, browser))
                .orElseGet(NotLinked::new);
    }

    /** Only while the same person is still logged in. */
    private LoginOutcome linked(
            AccountId account, Optional<AccountId> present, String provider, OidcPerson person) {
        if (present.filter(account::equals).isEmpty()) {
            return new Rejected();
        }
        identities.links().add(account, provider, person, Actor.of(account));
        return new Linked(account);
    }

    private LoginOutcome in(OidcProvider provider, AccountId account, Browser browser) {
        Set<Proof> proofs = Set.of(Proof.PROVIDER);
        return provider.settings().secondFactorTrusted()
                ? logins.in(account, proofs, browser)
                : logins.proved(account, proofs, browser);
    }
}
