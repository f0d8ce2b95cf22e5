package org.mailroom.messaging.ldap;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Passwords that an LDAP directory checks.
 *
 * @param urls the servers, tried in this order: {@code ldaps://ldap.example.org}, or {@code
 *     ldap://} with start-tls. Default: none, LDAP is not asked.
 * @param startTls whether {@code ldap://} goes over to TLS before anything is sent; without it such
 *     an address may only be this machine's. Default true.
 * @param trust PEM file of the certificates that vouch for the servers. Default: those that the
 *     Java runtime trusts.
 * @param accounts whose passwords are checked there: {@code marked} accounts only, or every account
 *     {@code without-password} of its own here. Default marked.
 * @param userDn name to bind as, with {@code {user}} for the part of the person's address before
 *     the @ and {@code {address}} for all of it: {@code uid={user},ou=people,dc=example,dc=org}.
 *     Default: none, the person is searched for.
 * @param searchBase where people are searched for. Default: none.
 * @param filter what finds a person, with the same two words in braces. Default {@code
 *     (mail={address})}.
 * @param bindDn name that searches. Default: none, the search is anonymous.
 * @param bindPassword its password. Default: none.
 * @param bindPasswordFile file whose first line is that password, so that it need not stand here.
 *     Default: none.
 * @param connectTimeout longest wait for a connection. Default 3 s.
 * @param timeout longest wait for an answer. Default 5 s.
 * @param connections most connections at once, for searching and for binding each. Default 8.
 */
public record LdapSettings(
        List<String> urls,
        boolean startTls,
        Optional<Path> trust,
        Accounts accounts,
        Optional<String> userDn,
        Optional<String> searchBase,
        String filter,
        Optional<String> bindDn,
        Optional<String> bindPassword,
        Optional<Path> bindPasswordFile,
        Duration connectTimeout,
        Duration timeout,
        int connections) {

    /** Whose passwords are checked by LDAP. */
    public enum Accounts {
        MARKED,
        WITHOUT_PASSWORD
    }

    public LdapSettings {
        urls = List.copyOf(urls);
        for (String url : urls) {
            check(URI.create(url), startTls);
        }
        if (!urls.isEmpty() && userDn.isEmpty() && searchBase.isEmpty()) {
            throw new IllegalArgumentException("either user-dn or search-base is needed");
        }
        if (connections < 1 || connectTimeout.isZero() || timeout.isZero()) {
            throw new IllegalArgumentException("connections and timeouts have to be above zero");
        }
    }

    private static void check(URI url, boolean startTls) {
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (url.getHost() == null || !(scheme.equals("ldap") || scheme.equals("ldaps"))) {
            throw new IllegalArgumentException(url + " is neither ldap:// nor ldaps:// and a host");
        }
        if (scheme.equals("ldap") && !startTls && !loopback(url.getHost())) {
            throw new IllegalArgumentException(
                    url + " without start-tls would send passwords unencrypted");
        }
    }

    private static boolean loopback(String host) {
        try {
            String bare = host.replace("[", "").replace("]", "");
            return host.equals("localhost") || InetAddress.ofLiteral(bare).isLoopbackAddress();
        } catch (IllegalArgumentException notLiteral) {
            return false;
        }
    }

    public static LdapSettings defaults() {
        return new LdapSettings(
                List.of(),
                true,
                Optional.empty(),
                Accounts.MARKED,
                Optional.empty(),
                Optional.empty(),
                "(mail={address})",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                8);
    }
}
