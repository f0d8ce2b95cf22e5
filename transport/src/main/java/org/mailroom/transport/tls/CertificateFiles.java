package org.mailroom.transport.tls;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the PEM files of {@link TlsSettings}. RFC 7468. */
final class CertificateFiles {
    private final TlsSettings settings;

    CertificateFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /** Differs when a file has changed. */
    record Stamp(List<String> files) {}

    Stamp stamp() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path file : files()) {
            FileTime modified = Files.getLastModifiedTime(file);
            files.add(file + " " + modified.toInstant() + " " + Files.size(file));
        }
        return new Stamp(List.copyOf(files));
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(settings.certificate(), settings.key()));
        settings.clientAuthorities().ifPresent(files::add);
        return files;
    }

    /** The chain and its key, with the leaf first. */
    record Identity(List<X509Certificate> chain, PrivateKey key) {
        X509Certificate leaf() {
            return chain.getFirst();
        }
    }

    Identity identity() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(settings.certificate());
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + settings.certificate());
        }
        PrivateKey key = privateKey(settings.key());
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new GeneralSecurityException(
                    settings.key() + " is not the key of " + settings.certificate());
        }
        return new Identity(chain, key);
    }

    /** A store of the authorities that client certificates may come from. */
    Optional<KeyStore> clientAuthorities() throws IOException, GeneralSecurityException {
        if (settings.clientAuthorities().isEmpty()) return Optional.empty();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : certificates(settings.clientAuthorities().get())) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return Optional.of(store);
    }

    private static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Certificate certificate : factory.generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object; (object = parser.readObject()) != null; ) {
                switch (object) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {} // The curve's parameters, which openssl puts before an EC key.
                }
            }
        }
        throw new GeneralSecurityException("no unencrypted private key in " + file);
    }

    /** So that a half-finished renewal, one file new and one old, is not put to use. */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] sample = "sample".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
