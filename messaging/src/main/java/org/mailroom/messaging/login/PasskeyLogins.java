package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginOutcome.Rejected;
import org.mailroom.messaging.login.LoginOutcome.Unavailable;
import org.mailroom.messaging.login.LoginSteps.Kind;
import org.mailroom.messaging.login.LoginSteps.Step;
import org.mailroom.messaging.login.passkey.PasskeyCeremony;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Owner;
import org.mailroom.messaging.login.passkey.PasskeyCredential;
import org.mailroom.messaging.login.passkey.PasskeyRefused;
import org.mailroom.messaging.people.Directory;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Logging in with a passkey, alone or after a password, and making one. A challenge lies sealed
 * with the browser that asked for it, and is answered once. Thread-safe.
 */
public final class PasskeyLogins {
    private static final Logger LOG = LoggerFactory.getLogger(PasskeyLogins.class);

    private final WebLogins logins;
    private final Directory directory;
    private final Passkeys passkeys;
    private final PasskeyCeremony ceremony;
    private final SecureRandom random = new SecureRandom();

    PasskeyLogins(
            WebLogins logins, Directory directory, Passkeys passkeys, PasskeyCeremony ceremony) {
        this.logins = logins;
        this.directory = directory;
        this.passkeys = passkeys;
        this.ceremony = ceremony;
    }

    /**
     * Something for the browser's authenticator to answer.
     *
     * @param step what the browser brings with the answer
     * @param options for {@code navigator.credentials}, as JSON
     */
    public record Challenge(String step, String options) {}

    /**
     * Begins a log-in.
     *
     * @param after the step of a log-in whose password was right; empty for a log-in by passkey
     *     alone
     */
    public Challenge begin(Optional<String> after) {
        byte[] challenge = challenge();
        Optional<Step> before = after.flatMap(logins::awaited);
        Optional<AccountId> account = before.flatMap(Step::account);
        int proofs = before.map(step -> Proof.bits(WebLogins.proofs(step))).orElse(0);
        String step =
                logins.steps()
                        .begin(
                                Kind.PASSKEY,
                                account,
                                List.of(Integer.toString(proofs), text(challenge)));
        List<PasskeyCredential> allowed = account.map(this::present).orElse(List.of());
        return new Challenge(step, ceremony.request(challenge, allowed));
    }

    private List<PasskeyCredential> present(AccountId account) {
        return passkeys.list(account).stream().map(Passkeys.Passkey::credential).toList();
    }

    /** Ends a log-in with the answer of {@code navigator.credentials.get}, as JSON. */
    public LoginOutcome finish(String sealed, String answer, Browser browser) {
        Optional<Step> open = logins.steps().open(sealed, Set.of(Kind.PASSKEY));
        if (open.isEmpty()) {
            return new Rejected();
        }
        Step step = open.get();
        AtomicReference<Optional<AccountId>> found = new AtomicReference<>(Optional.empty());
        AuthResult result =
                logins.logins()
                        .attempt(
                                "",
                                browser.from(),
                                name -> {
                                    Optional<AccountId> account = checked(step, answer);
                                    found.set(account);
                                    return account.<AuthResult>map(
                                                    id ->
                                                            new AuthResult.Accepted(
                                                                    new Identity(id.value(), "")))
                                            .orElseGet(AuthResult.Rejected::new);
                                });
        return switch (result) {
            case AuthResult.Accepted accepted -> {
                EnumSet<Proof> proofs = EnumSet.of(Proof.PASSKEY);
                proofs.addAll(WebLogins.proofs(step));
                yield logins.in(found.get().orElseThrow(), proofs, browser);
            }
            case AuthResult.Rejected rejected -> {
                step.account().ifPresent(id -> logins.events().failed(id, Proof.PASSKEY));
                yield new Rejected();
            }
            case AuthResult.Unavailable unavailable -> new Unavailable();
        };
    }

    private Optional<AccountId> checked(Step step, String answer) {
        try {
            PasskeyCeremony.Used used =
                    ceremony.used(
                            bytes(step.data().get(1)),
                            step.account().map(passkeys::handle),
                            passkeys::byId,
                            answer);
            return logins.steps().take(step) ? passkeys.used(used) : Optional.empty();
        } catch (PasskeyRefused e) {
            LOG.info("a passkey is refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Begins to make a passkey. */
    public Challenge create(AccountId account) {
        byte[] challenge = challenge();
        String step =
                logins.steps()
                        .begin(
                                Kind.NEW_PASSKEY,
                                Optional.of(account),
                                List.of("0", text(challenge)));
        return new Challenge(step, ceremony.creation(owner(account), challenge));
    }

    private Owner owner(AccountId account) {
        Account whose =
                directory
                        .byId(account)
                        .orElseThrow(() -> new Refused(Reason.NONEXISTENT, "No such account"));
        return new Owner(
                passkeys.handle(account), whose.address(), whose.displayName(), present(account));
    }

    /**
     * Keeps the passkey that the answer of {@code navigator.credentials.create} brings.
     *
     * @throws Refused POLICY if the answer is not right; ALREADY_EXISTS; LIMIT; BAD_NAME
     */
    public void created(AccountId account, String sealed, String name, String answer, Actor actor) {
        Step step =
                logins.steps()
                        .open(sealed, Set.of(Kind.NEW_PASSKEY))
                        .filter(s -> s.account().filter(account::equals).isPresent())
                        .orElseThrow(PasskeyLogins::tooLate);
        PasskeyCeremony.Made made;
        try {
            made = ceremony.made(owner(account), bytes(step.data().get(1)), name, answer);
        } catch (PasskeyRefused e) {
            LOG.info("a new passkey is refused: {}", e.getMessage());
            throw new Refused(Reason.POLICY, "The passkey cannot be verified", e);
        }
        if (!logins.steps().take(step)) {
            throw tooLate();
        }
        passkeys.add(account, made, actor);
    }

    private static Refused tooLate() {
        return new Refused(Reason.POLICY, "This took too long: begin again");
    }

    private byte[] challenge() {
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        return challenge;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
