package org.mailroom.messaging.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens pools of connections to the servers of the settings. No connection is made before the first
 * is needed, so that we start while the directory is down; never more than the settings allow.
 */
final class LdapConnections {
    private final LdapSettings settings;
    private final SSLContext tls;

    LdapConnections(LdapSettings settings) throws IOException {
        this.settings = settings;
        try {
            tls = SSLContext.getInstance("TLS");
            tls.init(null, trust(settings.trust()).getTrustManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IOException("login.ldap.trust: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trust(Optional<Path> file)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (file.isEmpty()) {
            factory.init((KeyStore) null);
            return factory;
        }
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int number = 0;
        try (InputStream in = Files.newInputStream(file.get())) {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                anchors.setCertificateEntry("anchor" + number++, one);
            }
        }
        if (number == 0) {
            throw new GeneralSecurityException("no certificate in " + file.get());
        }
        factory.init(anchors);
        return factory;
    }

    /** Connections that search, as whom the settings say. */
    LDAPConnectionPool searching() throws IOException {
        Optional<String> password = settings.bindPassword();
        if (settings.bindPasswordFile().isPresent()) {
            List<String> lines = Files.readAllLines(settings.bindPasswordFile().get());
            password = lines.stream().findFirst().map(String::strip);
        }
        return pool(
                settings.bindDn().isEmpty()
                        ? null
                        : new SimpleBindRequest(settings.bindDn().get(), password.orElse("")));
    }

    /** Connections that are used for nothing but binding. */
    LDAPConnectionPool binding() throws IOException {
        return pool(null);
    }

    private LDAPConnectionPool pool(@Nullable BindRequest bind) throws IOException {
        boolean startTls =
                settings.startTls()
                        && settings.urls().stream().anyMatch(url -> url.startsWith("ldap:"));
        PostConnectProcessor first = startTls ? new StartTLSPostConnectProcessor(tls) : null;
        try {
            LDAPConnectionPool pool =
                    new LDAPConnectionPool(
                            servers(), bind, 0, settings.connections(), first, false);
            pool.setCreateIfNecessary(false);
            pool.setMaxWaitTimeMillis(settings.timeout().toMillis());
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            pool.setMaxConnectionAgeMillis(30 * 60_000L);
            return pool;
        } catch (LDAPException e) {
            throw new IOException("login.ldap: " + e.getMessage(), e);
        }
    }

    private ServerSet servers() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setConnectTimeoutMillis((int) settings.connectTimeout().toMillis());
        options.setResponseTimeoutMillis(settings.timeout().toMillis());
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setMaxMessageSize(1 << 20);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        ServerSet[] all =
                settings.urls().stream()
                        .map(url -> server(URI.create(url), options))
                        .toArray(ServerSet[]::new);
        return all.length == 1 ? all[0] : new FailoverServerSet(all);
    }

    private ServerSet server(URI url, LDAPConnectionOptions options) {
        String host = url.getHost().replace("[", "").replace("]", "");
        if (url.getScheme().equals("ldaps")) {
            int port = url.getPort() < 0 ? 636 : url.getPort();
            return new SingleServerSet(host, port, tls.getSocketFactory(), options);
        }
        return new SingleServerSet(host, url.getPort() < 0 ? 389 : url.getPort(), options);
    }
}
