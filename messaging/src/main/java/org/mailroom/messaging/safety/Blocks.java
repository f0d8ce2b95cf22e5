package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whom people have blocked. The blocked one is told nothing: the policy answers as it does to
 * anybody who may not write. Thread-safe.
 */
public final class Blocks {
    private final Map<AccountId, Map<AccountId, Block>> all = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private volatile Predicate<AccountId> unblockable = id -> false;

    public Blocks(Database database, MasterKeys masters, AuditLog audit, InstantSource clock) {
        this.clock = clock;
    }

    /** Who may not be blocked: set by the policy, by role. Existing blocks are its to overlook. */
    public void unblockable(Predicate<AccountId> who) {
        unblockable = who;
    }

    /** Whether {@code recipient} has blocked {@code sender}. Answers from memory when warm. */
    public boolean blocks(AccountId recipient, AccountId sender) {
        return all.getOrDefault(recipient, Map.of()).containsKey(sender);
    }

    /** Those of {@code recipients} who have blocked {@code sender}, in one look; for lists. */
    public Set<AccountId> blocking(AccountId sender, Collection<AccountId> recipients) {
        return recipients.stream().filter(r -> blocks(r, sender)).collect(Collectors.toSet());
    }

    /**
     * Blocks; a second time it replaces the reason.
     *
     * @throws Refused CANNOT for oneself; POLICY for one who may not be blocked; LIMIT past the
     *     number of blocks a person may have; NONEXISTENT
     */
    public Block block(AccountId blocker, AccountId blocked, String reason, Actor actor) {
        if (blocker.equals(blocked)) {
            throw new Refused(Refused.Reason.CANNOT, "Nobody blocks themselves");
        }
        if (unblockable.test(blocked)) {
            throw new Refused(Refused.Reason.POLICY, "This person cannot be blocked");
        }
        Block block = new Block(blocker, blocked, clock.instant(), reason);
        all.computeIfAbsent(blocker, b -> new ConcurrentHashMap<>()).put(blocked, block);
        return block;
    }

    /** Unblocks; says whether there was a block. */
    public boolean unblock(AccountId blocker, AccountId blocked, Actor actor) {
        Map<AccountId, Block> of = all.getOrDefault(blocker, new ConcurrentHashMap<>());
        return of.remove(blocked) != null;
    }

    /** Whom a person has blocked, in order of account after {@code after} (0 starts). */
    public List<Block> list(AccountId blocker, long after, int limit) {
        return all.getOrDefault(blocker, Map.of()).values().stream()
                .filter(b -> b.blocked().value() > after)
                .sorted(Comparator.comparingLong(b -> b.blocked().value()))
                .limit(limit)
                .toList();
    }

    Instant now() {
        return clock.instant();
    }
}
