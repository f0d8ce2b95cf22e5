package org.mailroom.transport.testkit;

import org.mailroom.transport.tls.ServerTls;
import org.mailroom.transport.tls.TlsSettings;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS for tests on loopback. */
public final class TestTls {
    private TestTls() {}

    /** A server with a self-signed certificate, its files in {@code directory} (a @TempDir). */
    public static ServerTls server(Path directory) {
        try {
            return ServerTls.open(settings(directory));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link TlsSettings#in}, but looks for changed files at every handshake. */
    public static TlsSettings settings(Path directory) {
        return new TlsSettings(
                directory.resolve("cert.pem"),
                directory.resolve("key.pem"),
                List.of("localhost", "127.0.0.1"),
                Optional.empty(),
                Duration.ZERO);
    }

    /** A client that believes any certificate and may have one of its own. */
    public static SSLContext trustAll(KeyManager... own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
