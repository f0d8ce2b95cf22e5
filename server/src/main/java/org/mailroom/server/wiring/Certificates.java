package org.mailroom.server.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** What a person compares before trusting a self-signed certificate. */
final class Certificates {

    private Certificates() {}

    /** SHA-256 of the first certificate in the file, as clients show it. */
    static String fingerprint(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            byte[] der =
                    CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (IOException | GeneralSecurityException e) {
            return "unknown";
        }
    }
}
