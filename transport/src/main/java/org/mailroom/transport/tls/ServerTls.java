package org.mailroom.transport.tls;

import org.mailroom.transport.tls.CertificateFiles.Identity;
import org.mailroom.transport.tls.CertificateFiles.Stamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server side of TLS 1.2 and 1.3, from PEM files that may change while it runs: handshakes that
 * begin after a change use the new certificate, connections that stand keep the old one. Shared by
 * all listeners and the web server. Thread-safe. RFC 8446, RFC 9325.
 */
public final class ServerTls {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    // RFC 9325 §4.2: forward secrecy and authenticated encryption only.
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    };

    /** Sessions that clients may resume; each takes memory. */
    private static final int SESSIONS = 2_000;

    static {
        // A client that renegotiates could swap identities under a channel binding. RFC 9266 §4.2.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final TlsSettings settings;
    private final CertificateFiles files;

    /** Held while the files are read; handshakes meanwhile go on with the old certificate. */
    private final ReentrantLock reloading = new ReentrantLock();

    private volatile Loaded loaded;
    private volatile long lookAgainAt;

    private record Loaded(SSLContext context, Stamp stamp, boolean askForCertificate) {}

    private ServerTls(TlsSettings settings) throws IOException, GeneralSecurityException {
        this.settings = settings;
        this.files = new CertificateFiles(settings);
        this.loaded = load();
        this.lookAgainAt = System.nanoTime() + settings.reloadInterval().toNanos();
    }

    /**
     * Reads the files, making a self-signed certificate first if both are missing.
     *
     * @throws GeneralSecurityException if they do not hold a certificate and its key
     */
    public static ServerTls open(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        if (Files.notExists(settings.certificate())
                && Files.notExists(settings.key())
                && !settings.hostnames().isEmpty()) {
            SelfSigned.write(settings);
            log.warn(
                    "made a self-signed certificate for {} in {}; clients will ask about it",
                    settings.hostnames(),
                    settings.certificate());
        }
        return new ServerTls(settings);
    }

    /** A new engine in server mode with our protocols and ciphers. */
    public SSLEngine engine() {
        reloadIfChanged();
        Loaded current = loaded;
        SSLEngine engine = current.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols());
        parameters.setCipherSuites(ciphers());
        parameters.setUseCipherSuitesOrder(true);
        if (current.askForCertificate()) parameters.setWantClientAuth(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The context for handshakes that begin now, for servers that make their own engines. */
    public SSLContext context() {
        reloadIfChanged();
        return loaded.context();
    }

    /** TLS versions we speak, for servers that make their own engines. */
    public static String[] protocols() {
        return PROTOCOLS.clone();
    }

    /** Cipher suites we take, best first, for servers that make their own engines. */
    public static String[] ciphers() {
        return CIPHERS.clone();
    }

    /** Reads the files again now; if they cannot be used the old certificate stays. */
    public boolean reload() {
        reloading.lock();
        try {
            loaded = load();
            return true;
        } catch (IOException | GeneralSecurityException e) {
            log.warn("the old certificate stays: {}", e.getMessage());
            return false;
        } finally {
            lookAgainAt = System.nanoTime() + settings.reloadInterval().toNanos();
            reloading.unlock();
        }
    }

    private void reloadIfChanged() {
        if (System.nanoTime() - lookAgainAt < 0 || !reloading.tryLock()) return;
        try {
            if (files.stamp().equals(loaded.stamp())) {
                lookAgainAt = System.nanoTime() + settings.reloadInterval().toNanos();
            } else {
                reload();
            }
        } catch (IOException e) {
            lookAgainAt = System.nanoTime() + settings.reloadInterval().toNanos();
            log.warn("the old certificate stays: {}", e.getMessage());
        } finally {
            reloading.unlock();
        }
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        // Before the content: a change in between is seen as one next time.
        Stamp stamp = files.stamp();
        Identity identity = files.identity();
        Optional<KeyStore> authorities = files.clientAuthorities();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keyManagers(identity).getKeyManagers(),
                // Without authorities no client is asked for a certificate.
                authorities.isPresent() ? trustManagers(authorities.get()) : new TrustManager[0],
                null);
        context.getServerSessionContext().setSessionCacheSize(SESSIONS);
        X509Certificate leaf = identity.leaf();
        log.info(
                "certificate of {}, valid until {}",
                leaf.getSubjectX500Principal().getName(),
                leaf.getNotAfter().toInstant());
        return new Loaded(context, stamp, authorities.isPresent());
    }

    private static KeyManagerFactory keyManagers(Identity identity)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                identity.key(),
                new char[0],
                identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }

    private static TrustManager[] trustManagers(KeyStore authorities)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }
}
