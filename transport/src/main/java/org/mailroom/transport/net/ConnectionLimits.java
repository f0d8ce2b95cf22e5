package org.mailroom.transport.net;

import org.mailroom.transport.address.ClientNetwork;
import org.mailroom.transport.address.Network;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections, in all and per client address. Thread-safe. */
final class ConnectionLimits {
    private final int max;
    private final int maxPerAddress;
    private final List<Network> unlimited;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<ClientNetwork, Integer> perAddress = new ConcurrentHashMap<>();

    ConnectionLimits(TransportLimits limits) {
        this.max = limits.maxConnections();
        this.maxPerAddress = limits.maxConnectionsPerAddress();
        this.unlimited = Network.parseAll(limits.unlimitedNetworks());
    }

    int total() {
        return total.get();
    }

    /** Whether there is room; if so, {@link #leave()} when it ends. */
    boolean enter() {
        if (total.incrementAndGet() <= max) return true;
        total.decrementAndGet();
        return false;
    }

    void leave() {
        total.decrementAndGet();
    }

    /** Whether the address has room; if so, {@link #leave(InetAddress)} when it ends. */
    boolean enter(InetAddress address) {
        if (Network.anyContains(unlimited, address)) return true;
        boolean[] entered = {false};
        perAddress.compute(
                ClientNetwork.of(address),
                (network, count) -> {
                    int before = count == null ? 0 : count;
                    entered[0] = before < maxPerAddress;
                    return entered[0] ? before + 1 : before;
                });
        return entered[0];
    }

    void leave(InetAddress address) {
        if (Network.anyContains(unlimited, address)) return;
        perAddress.computeIfPresent(
                ClientNetwork.of(address), (network, count) -> count == 1 ? null : count - 1);
    }
}
