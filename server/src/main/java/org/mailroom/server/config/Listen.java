package org.mailroom.server.config;

import org.mailroom.transport.address.Network;

import java.util.List;

/**
 * Where each service listens: an address with a port, or {@code off}. Everything is on the loopback
 * address until you say otherwise.
 *
 * @param http landing page, health and metrics
 * @param smtp SMTP from systems inside your network, without authentication; keep it closed to
 *     everyone else
 * @param submission submission by people's mail programs, STARTTLS
 * @param submissions submission by people's mail programs, TLS from the first byte
 * @param lmtp LMTP, for a mail server in front of this one
 * @param imap IMAP with STARTTLS
 * @param imaps IMAP with TLS from the first byte
 * @param proxyNetworks networks (address/bits) of load balancers, which must open every connection
 *     to a mail service with a PROXY header, version 2, that says who the client is; anybody else's
 *     is refused. Default: none.
 */
public record Listen(
        Endpoint http,
        Endpoint smtp,
        Endpoint submission,
        Endpoint submissions,
        Endpoint lmtp,
        Endpoint imap,
        Endpoint imaps,
        List<String> proxyNetworks) {

    public Listen {
        proxyNetworks = List.copyOf(proxyNetworks);
        Network.parseAll(proxyNetworks);
    }

    public static final Listen DEFAULT =
            new Listen(
                    local(8080),
                    local(2525),
                    local(2587),
                    local(2465),
                    local(2424),
                    local(2143),
                    local(2993),
                    List.of());

    /** Every service on the loopback address, on a port that is free. */
    public static final Listen FREE_PORTS =
            new Listen(
                    local(0), local(0), local(0), local(0), local(0), local(0), local(0),
                    List.of());

    private static Endpoint local(int port) {
        return new Endpoint("127.0.0.1", port);
    }

    /** All ports moved by {@code offset}, so that several servers fit on one machine. */
    public Listen shifted(int offset) {
        return new Listen(
                http.shifted(offset),
                smtp.shifted(offset),
                submission.shifted(offset),
                submissions.shifted(offset),
                lmtp.shifted(offset),
                imap.shifted(offset),
                imaps.shifted(offset),
                proxyNetworks);
    }
}
