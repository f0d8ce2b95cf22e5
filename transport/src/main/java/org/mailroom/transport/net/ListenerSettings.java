package org.mailroom.transport.net;

import java.util.List;

/**
 * One port.
 *
 * @param name for logs and metrics, as {@code imap} or {@code submission}
 * @param address address or name of the interface to listen on. Default {@code 127.0.0.1}.
 * @param port TCP port; 0 takes a free one
 * @param security whether TLS starts at once, on the client's request, or never
 * @param proxyNetworks networks (address/bits) of proxies, which must open every connection with a
 *     PROXY protocol v2 header; others are taken as they are. Default: none.
 */
public record ListenerSettings(
        String name, String address, int port, Security security, List<String> proxyNetworks) {

    /** When TLS starts. */
    public enum Security {
        /** Never. */
        PLAIN,
        /** When the client asks for it with STARTTLS. */
        STARTTLS,
        /** At once ("implicit TLS"). RFC 8314. */
        TLS
    }

    public ListenerSettings {
        proxyNetworks = List.copyOf(proxyNetworks);
        if (port < 0 || port > 65535) throw new IllegalArgumentException("port " + port);
    }

    /** On loopback, without proxies. */
    public static ListenerSettings of(String name, int port, Security security) {
        return new ListenerSettings(name, "127.0.0.1", port, security, List.of());
    }
}
