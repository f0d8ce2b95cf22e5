package org.mailroom.messaging.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks passwords by binding to the directory with them: as the name that a template makes of the
 * person's address, or as the one entry that a search finds. Whatever there is to find, a check
 * costs the same: a search where there is one, and a bind. Thread-safe.
 */
public final class LdapPasswords implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LdapPasswords.class);

    /** Also how servers say that an entry has no password, is locked, or has to change it. */
    private static final Set<ResultCode> NO =
            Set.of(
                    ResultCode.INVALID_CREDENTIALS,
                    ResultCode.NO_SUCH_OBJECT,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION,
                    ResultCode.INVALID_DN_SYNTAX,
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                    ResultCode.CONSTRAINT_VIOLATION,
                    ResultCode.UNWILLING_TO_PERFORM);

    private final LdapSettings settings;
    private final @Nullable LDAPConnectionPool searching;
    private final LDAPConnectionPool binding;
    private final SecureRandom random = new SecureRandom();

    private LdapPasswords(LdapSettings settings) throws IOException {
        this.settings = settings;
        LdapConnections connections = new LdapConnections(settings);
        binding = connections.binding();
        searching = settings.userDn().isPresent() ? null : connections.searching();
        try {
            Filter.create(new Template(settings.filter()).filter("a@b"));
            new DN(nobody());
        } catch (LDAPException e) {
            close();
            throw new IOException("login.ldap: " + e.getMessage(), e);
        }
    }

    /** Empty if the settings name no server. Nothing is connected to yet. */
    public static Optional<LdapPasswords> open(LdapSettings settings) throws IOException {
        return settings.urls().isEmpty()
                ? Optional.empty()
                : Optional.of(new LdapPasswords(settings));
    }

    /** Whether an account is checked here although nothing marks it. */
    public boolean forAllWithoutPassword() {
        return settings.accounts() == LdapSettings.Accounts.WITHOUT_PASSWORD;
    }

    /**
     * @param address the person's primary address, as we know it: never what a client typed
     * @param password UTF-8; copied, and the copy is the library's
     */
    public LdapAnswer check(String address, byte[] password) {
        if (password.length == 0) {
            // RFC 4513 §5.1.2: a name without a password is let in as nobody.
            return pretend();
        }
        try {
            Optional<String> name = name(address);
            if (name.isEmpty()) {
                bind(nobody(), noPassword());
                return LdapAnswer.WRONG;
            }
            return bind(name.get(), password) ? LdapAnswer.RIGHT : LdapAnswer.WRONG;
        } catch (LDAPException e) {
            return failed(e);
        }
    }

    /** What a check costs, for a name nobody has and a password nobody typed. */
    public LdapAnswer pretend() {
        try {
            if (searching != null) {
                name(randomText() + "@" + randomText());
            }
            bind(nobody(), noPassword());
            return LdapAnswer.WRONG;
        } catch (LDAPException e) {
            return failed(e);
        }
    }

    private Optional<String> name(String address) throws LDAPException {
        if (searching == null) {
            return settings.userDn().map(template -> new Template(template).name(address));
        }
        SearchRequest search =
                new SearchRequest(
                        settings.searchBase().orElseThrow(),
                        SearchScope.SUB,
                        DereferencePolicy.NEVER,
                        2,
                        Math.toIntExact(Math.max(1, settings.timeout().toSeconds())),
                        false,
                        Filter.create(new Template(settings.filter()).filter(address)),
                        SearchRequest.NO_ATTRIBUTES);
        List<SearchResultEntry> found = found(search);
        if (found.size() > 1) {
            LOG.warn("login.ldap.filter finds more than one entry for a person; none is taken");
        }
        return found.size() == 1 ? Optional.of(found.getFirst().getDN()) : Optional.empty();
    }

    private List<SearchResultEntry> found(SearchRequest search) throws LDAPException {
        try {
            return orNone(Objects.requireNonNull(searching).search(search).getSearchEntries());
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return orNone(e.getSearchEntries());
            }
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<SearchResultEntry> orNone(@Nullable List<SearchResultEntry> found) {
        return found == null ? List.of() : found;
    }

    private boolean bind(String name, byte[] password) throws LDAPException {
        try {
            ResultCode code = binding.bind(new SimpleBindRequest(name, password)).getResultCode();
            return code.equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            if (NO.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    /** A name that is not there, where the real ones are. */
    private String nobody() {
        return settings.userDn()
                .map(template -> new Template(template).name(randomText() + "@" + randomText()))
                .orElseGet(() -> "cn=" + randomText() + "," + settings.searchBase().orElseThrow());
    }

    private byte[] noPassword() {
        return randomText().getBytes(StandardCharsets.US_ASCII);
    }

    private String randomText() {
        return new BigInteger(96, random).toString(32) + "x";
    }

    private static LdapAnswer failed(LDAPException e) {
        LOG.warn("LDAP cannot be asked: {}", e.getResultCode());
        return LdapAnswer.UNAVAILABLE;
    }

    @Override
    public void close() {
        binding.close();
        if (searching != null) {
            searching.close();
        }
    }
}
