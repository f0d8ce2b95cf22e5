package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.ldap.LdapAnswer;
import org.mailroom.messaging.ldap.LdapPasswords;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Authenticator;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.Saslprep;
import org.mailroom.transport.auth.ScramCredential;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The people: finds accounts by address, checks and keeps their passwords. Thread-safe.
 *
 * <p>A log-in name is an address of the account, or its local part alone where there is but one
 * domain. An unknown name, a suspended account and a wrong password cost the same and get the same
 * answer: one hash, and one question to LDAP where LDAP is asked at all. App passwords log in with
 * PLAIN and LOGIN only; SCRAM is for the main password.
 */
public final class Directory implements Authenticator, AutoCloseable {
    private static final String PASSWORD = "password";
    private static final String APP_PASSWORDS = "app-passwords";
    private static final String ELSEWHERE = "elsewhere";
    private static final int MOST_PASSWORD = 1000;

    private final Accounts accounts;
    private final DirectorySettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final HashingThreads hashing;
    private final VerifiedLogins verified;
    private final Optional<LdapPasswords> ldap;
    private volatile Predicate<AccountId> appPasswordsOnly = id -> false;
    private volatile Consumer<AccountId> onRevoked = id -> {};

    /** What is checked when there is nothing to check, so that the answer takes as long. */
    private final Argon2 nobody;

    /** Held while the list of an account's app passwords is read and written back. */
    private final ReentrantLock appPasswordsLock = new ReentrantLock();

    public Directory(Accounts accounts, DirectorySettings settings, InstantSource clock) {
        this(accounts, settings, clock, Optional.empty());
    }

    /**
     * @param ldap checks the passwords of accounts that have none here; closed with the directory
     */
    public Directory(
            Accounts accounts,
            DirectorySettings settings,
            InstantSource clock,
            Optional<LdapPasswords> ldap) {
        this.ldap = ldap;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
        hashing = new HashingThreads(settings.maxConcurrentHashes(), settings.maxWaitingHashes());
        verified = new VerifiedLogins(settings.loginCacheTime(), settings.loginCacheSize(), random);
        nobody = Argon2.ofNobody(random);
        accounts.onChanged(verified::forget);
    }

    /** Whether mail for this domain is delivered here. */
    public boolean isLocalDomain(AddrSpec address) {
        return address.domain().isEmpty() || settings.domains().contains(address.asciiDomain());
    }

    /**
     * Whose mailbox an address leads to: as it stands, without its subaddress, or as postmaster.
     * RFC 5233, RFC 5321 §4.5.1.
     */
    public Optional<Account> recipient(AddrSpec address) {
        return recipientId(address).flatMap(accounts::byId);
    }

    /** As {@link #recipient}, the id alone. */
    public Optional<AccountId> recipientId(AddrSpec address) {
        AddrSpec whole =
                address.domain().isEmpty()
                        ? address.withDomain(settings.domains().getFirst())
                        : address;
        return find(whole)
                .or(() -> bare(whole).flatMap(this::find))
                .or(
                        () ->
                                whole.localPart().equalsIgnoreCase("postmaster")
                                                && isLocalDomain(whole)
                                        ? settings.postmaster().flatMap(accounts::idOf)
                                        : Optional.empty());
    }

    private Optional<AddrSpec> bare(AddrSpec address) {
        AddrSpec bare = address.withoutSubaddress(separator());
        return bare.equals(address) ? Optional.empty() : Optional.of(bare);
    }

    /** Whether the account may call itself this: an address of its own, or a subaddress of one. */
    public boolean owns(Account account, AddrSpec address) {
        AddrSpec bare = address.withoutSubaddress(separator());
        return account.owns(address.key())
                || account.owns(bare.key())
                || account.owns(bare.withDomain(bare.asciiDomain()).key());
    }

    private Optional<AccountId> find(AddrSpec address) {
        Optional<AccountId> asWritten = accounts.idOf(address.key());
        return asWritten.isPresent() || address.domain().equals(address.asciiDomain())
                ? asWritten
                : accounts.idOf(address.withDomain(address.asciiDomain()).key());
    }

    private char separator() {
        return settings.subaddressSeparator().charAt(0);
    }

    /**
     * Refuses an address that no mail would come to.
     *
     * @throws Refused POLICY
     */
    public void requireLocal(String address) {
        if (AddrSpec.of(address).filter(this::isLocalDomain).isEmpty()) {
            throw new Refused(
                    Reason.POLICY,
                    address
                            + " is not in a domain of this server; directory.domains lists "
                            + String.join(", ", settings.domains()));
        }
    }

    public Optional<Account> byId(AccountId id) {
        return accounts.byId(id);
    }

    /** The account a log-in name means. */
    public Optional<Account> byLoginName(String user) {
        if (user.isBlank()) {
            return Optional.empty();
        }
        Optional<AddrSpec> address =
                user.indexOf('@') >= 0
                        ? AddrSpec.of(user)
                        : settings.domains().size() == 1
                                ? Optional.of(new AddrSpec(user, settings.domains().getFirst()))
                                : Optional.empty();
        return address.flatMap(this::find).flatMap(accounts::byId);
    }

    private Optional<Account> mayLogIn(String user) {
        return byLoginName(user).filter(Directory::mayLogIn);
    }

    /** Active people may; groups and services have no mailboxes and no passwords. */
    public static boolean mayLogIn(Account account) {
        return account.kind() == Account.Kind.PERSON && account.state() == Account.State.ACTIVE;
    }

    /** What a mail program logs in with: an app password, or the main one where that is enough. */
    @Override
    public AuthResult password(String user, byte[] password, InetAddress from) {
        Optional<Account> account = mayLogIn(user);
        if (account.isEmpty()) {
            return nobody(password);
        }
        AccountId id = account.get().id();
        boolean main = !appPasswordsOnly.test(id);
        if ((main && verified.knows(verified.attempt(id, password)))
                || stored(id).matches(password)) {
            return new AuthResult.Accepted(identity(account.get()));
        }
        return main ? mainPassword(account.get(), password) : nobody(password);
    }

    /** The main password alone, as on the web, where no app password counts. */
    public AuthResult mainPassword(String user, byte[] password) {
        return mayLogIn(user)
                .map(account -> mainPassword(account, password))
                .orElseGet(() -> nobody(password));
    }

    private AuthResult mainPassword(Account account, byte[] password) {
        VerifiedLogins.Attempt attempt = verified.attempt(account.id(), password);
        if (!verified.knows(attempt)) {
            Optional<Boolean> right = check(account, password);
            if (right.isEmpty()) {
                return new AuthResult.Unavailable();
            }
            if (!right.get()) {
                return new AuthResult.Rejected();
            }
            verified.remember(attempt);
        }
        return new AuthResult.Accepted(identity(account));
    }

    /** Does for nobody what is done for somebody whose password is wrong. */
    private AuthResult nobody(byte[] password) {
        boolean asked =
                ldap.map(LdapPasswords::pretend).orElse(LdapAnswer.WRONG) == LdapAnswer.WRONG;
        return hashing.run(() -> nobody.matches(password)).isPresent() && asked
                ? new AuthResult.Rejected()
                : new AuthResult.Unavailable();
    }

    /** Empty: it cannot be told now. */
    private Optional<Boolean> check(Account account, byte[] password) {
        Optional<Argon2> kept = credential(account.id()).map(Credential::hash);
        if (elsewhere(account.id(), kept.isPresent())) {
            return checkElsewhere(account, password);
        }
        Optional<Boolean> right =
                hashing.run(() -> kept.orElse(nobody).matches(password) && kept.isPresent());
        if (right.isPresent() && !right.get()) {
            ldap.ifPresent(LdapPasswords::pretend);
        }
        return right;
    }

    private Optional<Boolean> checkElsewhere(Account account, byte[] password) {
        return switch (ldap.map(l -> l.check(account.address(), password))
                .orElse(LdapAnswer.WRONG)) {
            case RIGHT -> Optional.of(true);
            case WRONG -> hashing.run(() -> nobody.matches(password)).map(none -> false);
            case UNAVAILABLE -> Optional.empty();
        };
    }

    private boolean elsewhere(AccountId id, boolean hasPassword) {
        return isElsewhere(id)
                || (!hasPassword && ldap.map(LdapPasswords::forAllWithoutPassword).orElse(false));
    }

    /** Whether the account's main password is another directory's matter, whatever is kept here. */
    public boolean isElsewhere(AccountId id) {
        return accounts.secret(id, ELSEWHERE).isPresent();
    }

    /** Marks an account as authenticated elsewhere, or takes the mark off. */
    public void setElsewhere(AccountId id, boolean elsewhere) {
        if (elsewhere) {
            accounts.keepSecret(id, ELSEWHERE, new byte[] {1});
        } else {
            accounts.dropSecret(id, ELSEWHERE);
        }
        revoke(id);
    }

    /** Who needs an app password for mail programs, since the main one alone is not enough. */
    public void appPasswordsOnly(Predicate<AccountId> rule) {
        appPasswordsOnly = rule;
    }

    /** Who is told that earlier log-ins of an account no longer hold. */
    public void onRevoked(Consumer<AccountId> listener) {
        onRevoked = listener;
    }

    /** Whoever has logged in to the account so far has to do it again. */
    public void revoke(AccountId id) {
        verified.forget(id);
        onRevoked.accept(id);
    }

    /** How many passwords have been hashed to be set or checked. */
    public long hashes() {
        return hashing.count();
    }

    @Override
    public Optional<ScramCredential> scram(String user) {
        return mayLogIn(user)
                .map(Account::id)
                .filter(id -> !appPasswordsOnly.test(id) && !isElsewhere(id))
                .flatMap(this::credential)
                .map(Credential::scram);
    }

    @Override
    public Optional<Identity> identity(String user) {
        return mayLogIn(user).map(Directory::identity);
    }

    private static Identity identity(Account account) {
        return new Identity(account.id().value(), account.address());
    }

    private Optional<Credential> credential(AccountId id) {
        return accounts.secret(id, PASSWORD).flatMap(Credential::parse);
    }

    /**
     * Sets the main password; the old one and every remembered log-in are void at once.
     *
     * @throws Refused POLICY if it is too short, too long or holds what no password may hold;
     *     UNAVAILABLE if too many log-ins are being checked
     */
    public void setPassword(AccountId id, String password) {
        String prepared = prepare(password);
        if (prepared.codePointCount(0, prepared.length()) < settings.minPasswordLength()) {
            throw new Refused(
                    Reason.POLICY,
                    "Password is shorter than " + settings.minPasswordLength() + " characters");
        }
        if (prepared.length() > MOST_PASSWORD) {
            throw new Refused(
                    Reason.POLICY, "Password is longer than " + MOST_PASSWORD + " characters");
        }
        byte[] bytes = prepared.getBytes(StandardCharsets.UTF_8);
        Credential credential =
                hashing.run(() -> Credential.of(bytes, random))
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Reason.UNAVAILABLE,
                                                "Too many log-ins are being checked"));
        Arrays.fill(bytes, (byte) 0);
        accounts.keepSecret(id, PASSWORD, credential.stored());
        revoke(id);
    }

    private static String prepare(String password) {
        try {
            return Saslprep.prepare(password);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    Reason.POLICY, "Password holds a character that cannot be typed everywhere", e);
        }
    }

    /** Whether a main password has been set. */
    public boolean hasPassword(AccountId id) {
        return accounts.secret(id, PASSWORD).isPresent();
    }

    /**
     * Makes a password for one mail client.
     *
     * @return the password, which cannot be shown again
     * @throws Refused ALREADY_EXISTS, BAD_NAME or LIMIT
     */
    public String addAppPassword(AccountId id, String name) {
        appPasswordsLock.lock();
        try {
            AppPasswords.Added added = stored(id).add(name, clock.instant(), random);
            accounts.keepSecret(id, APP_PASSWORDS, added.all().stored());
            return added.password();
        } finally {
            appPasswordsLock.unlock();
        }
    }

    /**
     * Takes an app password back.
     *
     * @throws Refused NONEXISTENT
     */
    public void removeAppPassword(AccountId id, String name) {
        appPasswordsLock.lock();
        try {
            AppPasswords all = stored(id);
            if (!all.has(name)) {
                throw new Refused(Reason.NONEXISTENT, "No app password has this name");
            }
            accounts.keepSecret(id, APP_PASSWORDS, all.without(name).stored());
        } finally {
            appPasswordsLock.unlock();
        }
        verified.forget(id);
    }

    /** The app passwords of an account, without what logs in. */
    public List<AppPassword> appPasswords(AccountId id) {
        return stored(id).kept().stream().map(AppPasswords.Kept::password).toList();
    }

    private AppPasswords stored(AccountId id) {
        return accounts.secret(id, APP_PASSWORDS)
                .map(AppPasswords::parse)
                .orElse(new AppPasswords(List.of()));
    }

    /** No more log-ins and no more mail from now on; sessions that stand are not ended here. */
    public void suspend(AccountId id) {
        state(id, Account.State.SUSPENDED);
    }

    public void resume(AccountId id) {
        state(id, Account.State.ACTIVE);
    }

    private void state(AccountId id, Account.State state) {
        Account account =
                accounts.byId(id)
                        .orElseThrow(() -> new Refused(Reason.NONEXISTENT, "No such account"));
        accounts.update(account.withState(state));
        revoke(id);
    }

    @Override
    public void close() {
        hashing.close();
        ldap.ifPresent(LdapPasswords::close);
    }
}
