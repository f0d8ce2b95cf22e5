package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What moderators have imposed on people. A restriction ends by the clock, with no job to run; it
 * is never deleted, only lifted. Thread-safe.
 */
public final class Restrictions {
    private final List<Restriction> all = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private volatile Supplier<Optional<Duration>> shadow = Optional::empty;

    public Restrictions(
            Database database, MasterKeys masters, AuditLog audit, InstantSource clock) {
        this.clock = clock;
    }

    /** The longest a shadow restriction may last; none, the default: it is not allowed at all. */
    public void shadow(Supplier<Optional<Duration>> longest) {
        shadow = longest;
    }

    /** What holds for a person at a moment. Answers from memory when warm. */
    public List<Restriction> active(AccountId person, Instant at) {
        return all.stream().filter(r -> r.person().equals(person) && r.active(at)).toList();
    }

    /** Everything ever imposed on a person, the latest first, before {@code before} (0 starts). */
    public List<Restriction> history(AccountId person, long before, int limit) {
        return all.reversed().stream()
                .filter(r -> r.person().equals(person) && (before == 0 || r.id() < before))
                .limit(limit)
                .toList();
    }

    /** All that hold at present, after {@code after} (0 starts); for moderators. */
    public List<Restriction> active(long after, int limit) {
        Instant now = clock.instant();
        return all.stream().filter(r -> r.id() > after && r.active(now)).limit(limit).toList();
    }

    public Optional<Restriction> byId(long id) {
        return all.stream().filter(r -> r.id() == id).findFirst();
    }

    /**
     * Imposes a restriction, beside those there are.
     *
     * @throws Refused POLICY for a shadow that is not allowed, too long or without an end; CANNOT
     *     without a reason, with an end in the past, or upon oneself; NONEXISTENT
     */
    public Restriction impose(NewRestriction wanted, Actor author) {
        Optional<Duration> longest = shadow.get();
        if (wanted.kind() == Restriction.Kind.SHADOW && longest.isEmpty()) {
            throw new Refused(Refused.Reason.POLICY, "Shadow restrictions are not allowed here");
        }
        var made =
                new Restriction(
                        all.size() + 1L,
                        wanted.person(),
                        wanted.kind(),
                        clock.instant(),
                        wanted.until(),
                        wanted.reason(),
                        author,
                        wanted.report(),
                        Optional.empty());
        all.add(made);
        return made;
    }

    /**
     * Ends a restriction now.
     *
     * @throws Refused NONEXISTENT; CANNOT if it has ended
     */
    public Restriction lift(long id, String reason, Actor actor) {
        var kept = new ArrayList<>(all);
        for (int i = 0; i < kept.size(); i++) {
            Restriction r = kept.get(i);
            if (r.id() == id) {
                var lifted =
                        new Restriction(
                                r.id(),
                                r.person(),
                                r.kind(),
                                r.from(),
                                r.until(),
                                r.reason(),
                                r.author(),
                                r.report(),
                                Optional.of(
                                        new Restriction.Lifted(clock.instant(), actor, reason)));
                all.set(i, lifted);
                return lifted;
            }
        }
        throw new Refused(Refused.Reason.NONEXISTENT, "There is no such restriction");
    }
}
