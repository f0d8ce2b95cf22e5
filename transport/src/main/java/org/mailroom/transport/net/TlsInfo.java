package org.mailroom.transport.net;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What is known of a connection's TLS.
 *
 * @param protocol as {@code TLSv1.3}
 * @param cipher as {@code TLS_AES_128_GCM_SHA256}
 * @param exporter the tls-exporter channel binding, RFC 9266: 32 bytes; empty where it is not safe,
 *     as with TLS 1.2 without the extended master secret
 * @param clientCertificate the verified certificate of the client, if it showed one
 */
public record TlsInfo(
        String protocol,
        String cipher,
        Optional<byte[]> exporter,
        Optional<X509Certificate> clientCertificate) {}
