package org.mailroom.transport.net;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts logged-in connections per account, over all protocols. Thread-safe. */
public final class UserLimits {
    private final int max;
    private final Map<Long, Integer> counts = new ConcurrentHashMap<>();

    public UserLimits(TransportLimits limits) {
        this.max = limits.maxConnectionsPerUser();
    }

    /** Call after login; close the slot when the connection ends. Empty if the account has all. */
    public Optional<Slot> enter(long accountId) {
        boolean[] entered = {false};
        counts.compute(
                accountId,
                (id, count) -> {
                    int before = count == null ? 0 : count;
                    entered[0] = before < max;
                    return entered[0] ? before + 1 : before;
                });
        return entered[0] ? Optional.of(new Slot(accountId)) : Optional.empty();
    }

    /** Logged-in connections of the account. */
    public int connections(long accountId) {
        return counts.getOrDefault(accountId, 0);
    }

    /** One connection's place among those of its account. */
    public final class Slot implements AutoCloseable {
        private final long accountId;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Slot(long accountId) {
            this.accountId = accountId;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                counts.computeIfPresent(accountId, (id, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
