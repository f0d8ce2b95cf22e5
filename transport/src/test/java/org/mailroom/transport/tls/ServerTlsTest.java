package org.mailroom.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.ConnectionHandler;
import org.mailroom.transport.net.Listener;
import org.mailroom.transport.net.ListenerSettings;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.net.Transport;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.transport.testkit.TestClient;
import org.mailroom.transport.testkit.TestTls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;

@Timeout(30)
class ServerTlsTest {
    @TempDir Path files;

    private static final class Echo implements ConnectionHandler {
        @Override
        public void serve(Connection connection) throws IOException {
            while (true) {
                connection.output().write(connection.input().readCommand(100).bytes()).crlf();
            }
        }

        @Override
        public String refusal(Refusal reason) {
            return "";
        }
    }

    private static X509Certificate certificate(TestClient client) throws IOException {
        return (X509Certificate)
                ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
    }

    private X509Certificate offered(Listener listener) throws IOException {
        try (TestClient client = TestClient.tls(listener.port())) {
            return certificate(client);
        }
    }

    private void copy(Path from, String... names) throws IOException {
        for (String name : names)
            Files.write(files.resolve(name), Files.readAllBytes(from.resolve(name)));
    }

    @Test
    void makesACertificateWithAKeyForItsOwnerOnly() throws Exception {
        TestTls.server(files.resolve("new"));
        Path key = files.resolve("new/key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        CertificateFiles.Identity identity =
                new CertificateFiles(TestTls.settings(files.resolve("new"))).identity();
        assertThat(identity.leaf().getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        identity.leaf().checkValidity();
        identity.leaf().verify(identity.leaf().getPublicKey());
        assertThat(files.resolve("new")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void keepsTheCertificateThatIsThere() throws Exception {
        TestTls.server(files);
        byte[] before = Files.readAllBytes(files.resolve("cert.pem"));
        TestTls.server(files);
        assertThat(Files.readAllBytes(files.resolve("cert.pem"))).isEqualTo(before);
    }

    @Test
    void refusesToStartWithoutItsKey() throws Exception {
        TestTls.server(files);
        Files.delete(files.resolve("key.pem"));
        assertThatThrownBy(() -> ServerTls.open(TestTls.settings(files)))
                .isInstanceOf(IOException.class);
        Files.writeString(files.resolve("key.pem"), "nothing\n");
        assertThatThrownBy(() -> ServerTls.open(TestTls.settings(files)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("no unencrypted private key");
    }

    @Test
    void readsTheKeyFormatsOfOpenssl() throws Exception {
        TestTls.server(files);
        CertificateFiles reader = new CertificateFiles(TestTls.settings(files));
        ECPrivateKey key = (ECPrivateKey) reader.identity().key();
        // As openssl writes it: the curve's name in the key, and once more before it.
        byte[] sec1 =
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256, key.getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded();
        Files.writeString(
                files.resolve("key.pem"),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + "-----BEGIN EC PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(sec1)
                        + "\n-----END EC PRIVATE KEY-----\n");
        assertThat(reader.identity().chain()).hasSize(1);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair other = rsa.generateKeyPair();
        StringWriter otherPem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(otherPem)) {
            writer.writeObject(other.getPrivate());
        }
        assertThat(otherPem.toString()).startsWith("-----BEGIN RSA PRIVATE KEY");
        Files.writeString(files.resolve("key.pem"), otherPem.toString());
        assertThatThrownBy(reader::identity)
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("is not the key of");
    }

    @Test
    void newHandshakesUseANewCertificate() throws Exception {
        Path next = files.resolve("next");
        TestTls.server(next);
        try (Transport transport =
                new Transport(TransportLimits.defaults(), Optional.of(TestTls.server(files)))) {
            Listener listener =
                    transport.listen(ListenerSettings.of("tls", 0, Security.TLS), new Echo());
            TestClient standing = TestClient.tls(listener.port());
            X509Certificate first = certificate(standing);
            assertThat(offered(listener)).isEqualTo(first);

            // Half of a renewal is not used ...
            copy(next, "cert.pem");
            assertThat(offered(listener)).isEqualTo(first);
            // ... nor is a broken one ...
            Files.writeString(files.resolve("cert.pem"), "-----BEGIN CERT");
            assertThat(offered(listener)).isEqualTo(first);
            // ... but a whole one.
            copy(next, "cert.pem", "key.pem");
            X509Certificate second = offered(listener);
            assertThat(second).isNotEqualTo(first);
            assertThat(offered(listener)).isEqualTo(second);
            standing.ask("still here", "still here");
            standing.close();
        }
    }

    @Test
    void reloadsOnRequest() throws Exception {
        TlsSettings rarely =
                new TlsSettings(
                        files.resolve("cert.pem"),
                        files.resolve("key.pem"),
                        List.of("localhost"),
                        Optional.empty(),
                        Duration.ofDays(1));
        ServerTls tls = ServerTls.open(rarely);
        var before = tls.context();
        assertThat(tls.context()).isSameAs(before);
        assertThat(tls.reload()).isTrue();
        assertThat(tls.context()).isNotSameAs(before);
        Files.writeString(files.resolve("key.pem"), "");
        assertThat(tls.reload()).isFalse();
    }

    @Test
    void asksForClientCertificatesWhereAuthoritiesAreGiven() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = clientCertificate(pair);
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(certificate);
        }
        Path authorities = Files.writeString(files.resolve("authorities.pem"), pem.toString());
        TlsSettings settings =
                new TlsSettings(
                        files.resolve("cert.pem"),
                        files.resolve("key.pem"),
                        List.of("localhost"),
                        Optional.of(authorities),
                        Duration.ZERO);
        ConnectionHandler tell =
                new ConnectionHandler() {
                    @Override
                    public void serve(Connection connection) throws IOException {
                        Optional<X509Certificate> shown =
                                connection.tls().orElseThrow().clientCertificate();
                        String name =
                                shown.map(c -> c.getSubjectX500Principal().getName())
                                        .orElse("nobody");
                        connection.output().ascii(name).crlf();
                    }

                    @Override
                    public String refusal(Refusal reason) {
                        return "";
                    }
                };
        try (Transport transport =
                new Transport(TransportLimits.defaults(), Optional.of(ServerTls.open(settings)))) {
            int port = transport.listen(ListenerSettings.of("tls", 0, Security.TLS), tell).port();
            try (TestClient client = TestClient.tls(port)) {
                client.expect("nobody");
            }
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "me", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            try (TestClient client = TestClient.plain(port)) {
                client.startTls(TestTls.trustAll(keys.getKeyManagers()));
                client.expect("CN=ward terminal");
            }
        }
    }

    private static X509Certificate clientCertificate(KeyPair pair) throws Exception {
        X500Name name = new X500Name("CN=ward terminal");
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.ONE,
                                        Date.from(now.minusSeconds(60)),
                                        Date.from(now.plusSeconds(3600)),
                                        name,
                                        pair.getPublic())
                                .build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .build(pair.getPrivate())));
    }

    @Test
    void offersOnlyCiphersThatTheRuntimeHas() {
        assertThat(TestTls.server(files).engine().getSupportedCipherSuites())
                .contains(ServerTls.ciphers());
    }
}
