package org.mailroom.transport.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server's certificate and what TLS it speaks.
 *
 * @param certificate PEM file with the certificate and its chain, leaf first. Default {@code
 *     tls/cert.pem} in the data directory.
 * @param key PEM file with the private key, not encrypted. Default {@code tls/key.pem} in the data
 *     directory.
 * @param hostnames names and IP addresses for a self-signed certificate, made when neither file
 *     exists. Default {@code localhost, 127.0.0.1, ::1}; empty: never make one.
 * @param clientAuthorities PEM file with the authorities of client certificates; clients are then
 *     asked for one and may decline. Default: none, clients are not asked.
 * @param reloadInterval how often, at most, the files are looked at for a change. Default 10 s.
 */
public record TlsSettings(
        Path certificate,
        Path key,
        List<String> hostnames,
        Optional<Path> clientAuthorities,
        Duration reloadInterval) {

    public TlsSettings {
        hostnames = List.copyOf(hostnames);
    }

    /** The defaults, with the files in {@code directory}. */
    public static TlsSettings in(Path directory) {
        return new TlsSettings(
                directory.resolve("cert.pem"),
                directory.resolve("key.pem"),
                List.of("localhost", "127.0.0.1", "::1"),
                Optional.empty(),
                Duration.ofSeconds(10));
    }
}
