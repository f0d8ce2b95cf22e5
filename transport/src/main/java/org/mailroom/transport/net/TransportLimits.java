package org.mailroom.transport.net;

import java.time.Duration;
import java.util.List;

/**
 * What a client may take from the server before it has said anything of interest.
 *
 * @param maxConnections open connections over all listeners. Default 10000.
 * @param maxConnectionsPerAddress open connections from one IPv4 address or IPv6 /64 network.
 *     Default 100.
 * @param unlimitedNetworks networks (address/bits) to which the limit per address does not apply.
 *     Default {@code 127.0.0.0/8, ::1/128}.
 * @param maxConnectionsPerUser logged-in connections of one account over all protocols. Default 50.
 * @param handshakeTimeout for a TLS handshake or a PROXY header to complete. Default 30 s.
 * @param readTimeout for a line to arrive or data to go on, where the protocol sets nothing else.
 *     Default 5 min.
 * @param writeTimeout for a client to take one buffer (16 KiB) of output; it is cut off after.
 *     Default 60 s.
 * @param maxDiscardBytes of an overlong line read to find its end, before the connection is closed.
 *     Default 1048576 bytes.
 * @param drainTimeout for commands in progress to finish at shutdown. Default 10 s.
 */
public record TransportLimits(
        int maxConnections,
        int maxConnectionsPerAddress,
        List<String> unlimitedNetworks,
        int maxConnectionsPerUser,
        Duration handshakeTimeout,
        Duration readTimeout,
        Duration writeTimeout,
        int maxDiscardBytes,
        Duration drainTimeout) {

    public TransportLimits {
        unlimitedNetworks = List.copyOf(unlimitedNetworks);
        if (maxConnections < 1) throw new IllegalArgumentException("maxConnections < 1");
        if (maxConnectionsPerAddress < 1) {
            throw new IllegalArgumentException("maxConnectionsPerAddress < 1");
        }
        if (maxConnectionsPerUser < 1) {
            throw new IllegalArgumentException("maxConnectionsPerUser < 1");
        }
    }

    public static TransportLimits defaults() {
        return new TransportLimits(
                10_000,
                100,
                List.of("127.0.0.0/8", "::1/128"),
                50,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                1 << 20,
                Duration.ofSeconds(10));
    }
}
