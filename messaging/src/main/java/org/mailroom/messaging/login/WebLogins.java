package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.login.LoginOutcome.LoggedIn;
import org.mailroom.messaging.login.LoginOutcome.OneMore;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.LoginOutcome.Unavailable;
import org.mailroom.messaging.login.LoginSteps.Kind;
import org.mailroom.messaging.login.LoginSteps.Step;
import org.mailroom.messaging.people.Directory;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.Logins;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Logging in with a browser, step by step: a password and, where somebody has set one up, a second
 * factor. Passkeys and identity providers come in by {@link PasskeyLogins} and {@link
 * ProviderLogins}, and end here. Every try goes through {@link Logins}, which slows whoever fails.
 * Thread-safe.
 */
public final class WebLogins {
    private final Kept kept;
    private final Directory directory;
    private final Logins logins;
    private final WebSessions sessions;
    private final SecondFactors factors;
    private final Totps totps;
    private final RecoveryCodes recovery;
    private final LoginSteps steps;
    private final LoginEvents events;

    WebLogins(
            Kept kept,
            Directory directory,
            Logins logins,
            WebSessions sessions,
            SecondFactors factors,
            Totps totps,
            RecoveryCodes recovery) {
        this.kept = kept;
        this.directory = directory;
        this.logins = logins;
        this.sessions = sessions;
        this.factors = factors;
        this.totps = totps;
        this.recovery = recovery;
        this.steps = new LoginSteps(kept);
        this.events = new LoginEvents(kept);
    }

    LoginSteps steps() {
        return steps;
    }

    LoginEvents events() {
        return events;
    }

    /** The main password; app passwords are for mail programs. */
    public LoginOutcome password(String user, byte[] password, Browser browser) {
        AuthResult result =
                logins.password(user, password, browser.from(), directory::mainPassword);
        return switch (result) {
            case AuthResult.Accepted(Identity identity) ->
                    proved(new AccountId(identity.accountId()), Set.of(Proof.PASSWORD), browser);
            case AuthResult.Rejected rejected -> {
                directory
                        .byLoginName(user)
                        .ifPresent(account -> events.failed(account.id(), Proof.PASSWORD));
                yield new Rejected();
            }
            case AuthResult.Unavailable unavailable -> new Unavailable();
        };
    }

    /** Somebody has proved who they are, once; logs them in unless they want more than that. */
    LoginOutcome proved(AccountId account, Set<Proof> proofs, Browser browser) {
        Set<Proof> more = factors.of(account);
        if (more.isEmpty()) {
            return in(account, proofs, browser);
        }
        String step =
                steps.begin(
                        Kind.SECOND_FACTOR,
                        Optional.of(account),
                        List.of(Integer.toString(Proof.bits(proofs))));
        return new OneMore(step, more);
    }

    /** Logs somebody in who has proved who they are to the full. */
    LoginOutcome in(AccountId account, Set<Proof> proofs, Browser browser) {
        if (directory.byId(account).filter(Directory::mayLogIn).isEmpty()) {
            return new Rejected();
        }
        WebSessions.Opened opened = sessions.open(account, proofs, browser);
        events.in(account, proofs);
        return new LoggedIn(opened.token(), opened.session());
    }

    /** The code of an authenticator program, after the password. */
    public LoginOutcome totp(String step, String code, Browser browser) {
        return second(step, Proof.TOTP, code, browser);
    }

    /** A recovery code, after the password. */
    public LoginOutcome recoveryCode(String step, String code, Browser browser) {
        return second(step, Proof.RECOVERY_CODE, code, browser);
    }

    private LoginOutcome second(String sealed, Proof proof, String code, Browser browser) {
        Optional<Step> open = steps.open(sealed, Set.of(Kind.SECOND_FACTOR));
        if (open.isEmpty()) {
            return new Rejected();
        }
        Step step = open.get();
        AccountId account = step.account().orElseThrow();
        return switch (tried(account, proof, code, browser.from())) {
            case AuthResult.Accepted accepted -> {
                EnumSet<Proof> proofs = EnumSet.of(proof);
                proofs.addAll(proofs(step));
                yield steps.take(step) ? in(account, proofs, browser) : new Rejected();
            }
            case AuthResult.Rejected rejected -> {
                events.failed(account, proof);
                yield new Rejected();
            }
            case AuthResult.Unavailable unavailable -> new Unavailable();
        };
    }

    static Set<Proof> proofs(Step step) {
        return Proof.of(Integer.parseInt(step.data().getFirst()));
    }

    private AuthResult tried(AccountId account, Proof proof, String code, InetAddress from) {
        Optional<Account> whose = directory.byId(account);
        if (whose.isEmpty()) {
            return new AuthResult.Rejected();
        }
        Identity identity = new Identity(account.value(), whose.get().address());
        // a name of its own: that the password was right must not excuse wrong codes
        return logins.attempt(
                whose.get().address() + " second factor",
                from,
                name ->
                        proof == Proof.RECOVERY_CODE
                                ? answer(() -> recovery.use(account, code), identity)
                                : switch (totps.check(account, code)) {
                                    case RIGHT -> new AuthResult.Accepted(identity);
                                    case WRONG -> new AuthResult.Rejected();
                                    case LATER -> new AuthResult.Unavailable();
                                });
    }

    private static AuthResult answer(BooleanSupplier check, Identity identity) {
        return check.getAsBoolean() ? new AuthResult.Accepted(identity) : new AuthResult.Rejected();
    }

    /** Whose log-in a step is, if a second factor is awaited; for what comes in otherwise. */
    Optional<Step> awaited(String sealed) {
        return steps.open(sealed, Set.of(Kind.SECOND_FACTOR));
    }

    Logins logins() {
        return logins;
    }

    Kept kept() {
        return kept;
    }
}
