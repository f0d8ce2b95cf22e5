package org.mailroom.server.config;

import org.mailroom.transport.tls.TlsSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server's certificate. When its files change, connections made from then on use the new one;
 * nothing need be restarted.
 *
 * @param certificate PEM file with the certificate and its chain, the server's own first. Empty:
 *     {@code tls/cert.pem} in the data directory.
 * @param key PEM file with the private key, not encrypted. Empty: {@code tls/key.pem} in the data
 *     directory.
 * @param hostnames names and addresses in the self-signed certificate that is made when neither
 *     file is there
 * @param clientAuthorities PEM file with the authorities of client certificates; empty: clients are
 *     not asked for one
 * @param reloadInterval how often the files are looked at for a change
 */
public record Tls(
        Optional<Path> certificate,
        Optional<Path> key,
        List<String> hostnames,
        Optional<Path> clientAuthorities,
        Duration reloadInterval) {

    public static final Tls DEFAULT =
            new Tls(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("localhost", "127.0.0.1", "::1"),
                    Optional.empty(),
                    Duration.ofSeconds(10));

    public Tls {
        hostnames = List.copyOf(hostnames);
    }

    /** With the files of a server that has this data directory. */
    public TlsSettings in(Path data) {
        Path directory = data.toAbsolutePath().resolve("tls");
        return new TlsSettings(
                certificate.orElse(directory.resolve("cert.pem")),
                key.orElse(directory.resolve("key.pem")),
                hostnames,
                clientAuthorities,
                reloadInterval);
    }
}
