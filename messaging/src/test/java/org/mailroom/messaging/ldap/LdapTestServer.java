package org.mailroom.messaging.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.SSLUtil;

import org.mailroom.transport.tls.ServerTls;
import org.mailroom.transport.tls.TlsSettings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/** A real LDAP server in this JVM with anna, bob and a service that searches. Counts its work. */
public final class LdapTestServer implements AutoCloseable {
    public static final String PEOPLE = "ou=people,dc=demo,dc=test";
    static final String SERVICE = "cn=mailroom,dc=demo,dc=test";

    private final InMemoryDirectoryServer server;
    private final Path certificate;
    private final AtomicInteger binds = new AtomicInteger();
    private final AtomicInteger searches = new AtomicInteger();
    private final Set<Long> connections = ConcurrentHashMap.newKeySet();

    /** {@code files} is where its certificate is put. */
    public LdapTestServer(Path files) throws Exception {
        this(files, "localhost");
    }

    /** With a certificate for a host of this name. */
    LdapTestServer(Path files, String host) throws Exception {
        certificate = files.resolve("ldap.pem");
        Path key = files.resolve("ldap.key");
        ServerTls.open(
                new TlsSettings(certificate, key, List.of(host), Optional.empty(), Duration.ZERO));
        SSLContext tls =
                new SSLUtil(new PEMFileKeyManager(certificate.toFile(), key.toFile()), null)
                        .createSSLContext();
        InetAddress here = InetAddress.getLoopbackAddress();
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=demo,dc=test");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", here, 0, tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", here, 0, tls.getServerSocketFactory(), null));
        config.addAdditionalBindCredentials(SERVICE, "service");
        config.addInMemoryOperationInterceptor(new Counter());
        config.setSchema(null);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=demo,dc=test", "objectClass: domain", "dc: demo");
        server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        person("anna", "anna-secret");
        person("bob", "bob-secret");
        server.startListening();
    }

    private final class Counter extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            connections.add(request.getConnectionID());
            if (!request.getRequest().getBindDN().equals(SERVICE)) {
                binds.incrementAndGet();
            }
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            searches.incrementAndGet();
        }
    }

    public void person(String name, String password) throws LDAPException, LDIFException {
        server.add(
                "dn: uid=" + name + "," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + name,
                "mail: " + name + "@demo.test",
                "userPassword: " + password);
    }

    public String plainUrl() {
        return "ldap://localhost:" + server.getListenPort("plain");
    }

    String tlsUrl() {
        return "ldaps://localhost:" + server.getListenPort("tls");
    }

    Path certificate() {
        return certificate;
    }

    /** Binds of people since it was last asked. */
    public int binds() {
        return binds.getAndSet(0);
    }

    public int searches() {
        return searches.getAndSet(0);
    }

    /** How many have been made so far. */
    int connections() {
        return connections.size();
    }

    InMemoryDirectoryServer server() {
        return server;
    }

    /** By template, over StartTLS. */
    public LdapSettings byName(LdapSettings.Accounts accounts) {
        return settings(plainUrl(), accounts, Optional.of("uid={user}," + PEOPLE));
    }

    /** By search, over TLS. */
    public LdapSettings bySearch(LdapSettings.Accounts accounts) {
        return settings(tlsUrl(), accounts, Optional.empty());
    }

    LdapSettings settings(String url, LdapSettings.Accounts accounts, Optional<String> userDn) {
        return new LdapSettings(
                List.of(url),
                true,
                Optional.of(certificate),
                accounts,
                userDn,
                Optional.of(PEOPLE),
                "(&(objectClass=inetOrgPerson)(mail={address}))",
                Optional.of(SERVICE),
                Optional.of("service"),
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                2);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
