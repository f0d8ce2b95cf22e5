package org.mailroom.transport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * The server side of TLS 1.2 and 1.3, from PEM files that may change while it runs: handshakes that
 * begin after a change use the new certificate, connections that stand keep the old one. Shared by
 * all listeners and the web server. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ServerTls {
    private ServerTls() {}

    /**
     * Reads the files, making a self-signed certificate first if both are missing.
     *
     * @throws GeneralSecurityException if they do not hold a certificate and its key
     */
    public static ServerTls open(TlsSettings settings)
            throws IOException, GeneralSecurityException {
        return new ServerTls();
    }

    /** A new engine in server mode with our protocols and ciphers. */
    public SSLEngine engine() {
        throw new UnsupportedOperationException();
    }

    /** The context for handshakes that begin now, for servers that make their own engines. */
    public SSLContext context() {
        throw new UnsupportedOperationException();
    }

    /** TLS versions we speak, for servers that make their own engines. */
    public static String[] protocols() {
        return new String[] {"TLSv1.3", "TLSv1.2"};
    }

    /** Cipher suites we take, best first, for servers that make their own engines. */
    public static String[] ciphers() {
        throw new UnsupportedOperationException();
    }

    /** Reads the files again now; if they cannot be used the old certificate stays. */
    public boolean reload() {
        throw new UnsupportedOperationException();
    }
}
