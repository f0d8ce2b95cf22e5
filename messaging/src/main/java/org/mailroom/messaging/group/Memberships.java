package org.mailroom.messaging.group;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.messaging.rows.GroupRow;
import org.mailroom.messaging.rows.MembershipRow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Who belongs to which group. A membership is a row with a beginning and an end; at most one of a
 * member in a group is open. Groups within groups are followed {@link #MOST_DEPTH} deep, and never
 * in circles, whatever the rows say. Thread-safe.
 */
final class Memberships {
    /** Most made in one transaction. */
    static final int MOST_AT_ONCE = 500;

    /** How deep groups may lie within each other. */
    static final int MOST_DEPTH = 8;

    /** Most groups within a group, at all depths. */
    static final int MOST_WITHIN = 1_000;

    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 50_000;

    private final Database database;
    private final Accounts accounts;
    private final InstantSource clock;

    /** What leads up from a member: its own memberships, those of its groups, and so on. */
    private final Remembered<AccountId, List<Membership>> up =
            new Remembered<>(REMEMBERED, REMEMBER);

    /** Held while a group is put into another, so that two do not close a circle together. */
    private final ReentrantLock nesting = new ReentrantLock();

    Memberships(MailStore store, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.clock = clock;
        accounts.onChanged(up::forget);
    }

    void forget(Collection<AccountId> members) {
        members.forEach(up::forget);
    }

    void forgetAll() {
        up.forgetAll();
    }

    private List<Membership> up(AccountId member) {
        return up.of(member, m -> database.read(session -> up(session, m)));
    }

    private List<Membership> up(StatelessSession session, AccountId member) {
        var all = new ArrayList<Membership>();
        Set<Long> seen = new HashSet<>(Set.of(member.value()));
        List<Long> level = List.of(member.value());
        for (int depth = 0; depth <= MOST_DEPTH && !level.isEmpty(); depth++) {
            var next = new ArrayList<Long>();
            for (MembershipRow row : of(session, level)) {
                all.add(membership(row));
                if (seen.add(row.groupId)) {
                    next.add(row.groupId);
                }
            }
            level = next;
        }
        return List.copyOf(all);
    }

    private static List<MembershipRow> of(StatelessSession session, List<Long> members) {
        return session.createSelectionQuery(
                        "from MembershipRow where memberId in :members", MembershipRow.class)
                .setParameter("members", members)
                .getResultList();
    }

    static Membership membership(MembershipRow row) {
        return new Membership(
                new AccountId(row.groupId),
                new AccountId(row.memberId),
                Rank.of(row.standing),
                Instant.ofEpochMilli(row.joined),
                Optional.ofNullable(row.left).map(Instant::ofEpochMilli),
                row.muted == 1,
                row.byRule == 1);
    }

    /**
     * Groups somebody belongs to at a time, each with the membership that says so: the person's own
     * before one through a group within.
     */
    private Map<AccountId, Membership> held(AccountId member, Instant at) {
        List<Membership> all = up(member);
        if (all.isEmpty()) {
            return Map.of();
        }
        Map<AccountId, Membership> held = new LinkedHashMap<>();
        Set<AccountId> level = Set.of(member);
        while (!level.isEmpty()) {
            Set<AccountId> next = new HashSet<>();
            for (Membership m : all) {
                if (level.contains(m.member())
                        && m.holds(at)
                        && held.putIfAbsent(m.group(), m) == null) {
                    next.add(m.group());
                }
            }
            level = next;
        }
        return held;
    }

    Optional<Membership> membership(AccountId group, AccountId person, Instant at) {
        return Optional.ofNullable(held(person, at).get(group));
    }

    List<Membership> of(AccountId member, Instant at) {
        return List.copyOf(held(member, at).values());
    }

    /** A group of two people, by the membership of each. */
    record Both(Membership first, Membership second) {}

    List<Both> shared(AccountId a, AccountId b, Instant at) {
        Map<AccountId, Membership> first = held(a, at);
        if (first.isEmpty()) {
            return List.of();
        }
        Map<AccountId, Membership> second = held(b, at);
        var both = new ArrayList<Both>();
        first.forEach(
                (group, m) -> {
                    @Nullable Membership other = second.get(group);
                    if (other != null) {
                        both.add(new Both(m, other));
                    }
                });
        return both;
    }

    List<Membership> members(AccountId group, long after, int limit) {
        return database.read(session -> page(session, group.value(), after, limit)).stream()
                .map(Memberships::membership)
                .toList();
    }

    private List<MembershipRow> page(StatelessSession session, long group, long after, int limit) {
        return session.createSelectionQuery(
                        "from MembershipRow where groupId = :group and open = 1 and memberId >"
                                + " :after and joined <= :now and (left is null or left > :now)"
                                + " order by memberId",
                        MembershipRow.class)
                .setParameter("group", group)
                .setParameter("after", after)
                .setParameter("now", clock.millis())
                .setMaxResults(limit)
                .getResultList();
    }

    long count(AccountId group) {
        return database.read(
                session ->
                        session.createSelectionQuery(
                                        "select count(*) from MembershipRow where groupId = :group"
                                                + " and open = 1 and joined <= :now and (left is"
                                                + " null or left > :now)",
                                        Long.class)
                                .setParameter("group", group.value())
                                .setParameter("now", clock.millis())
                                .getSingleResult());
    }

    List<Membership> expand(AccountId group, long after, int limit) {
        return database.read(session -> expand(session, group, after, limit));
    }

    private List<Membership> expand(
            StatelessSession session, AccountId group, long after, int limit) {
        List<Long> groups = within(session, group);
        long from = after;
        while (true) {
            List<MembershipRow> merged = merged(session, groups, from, limit);
            List<Membership> people =
                    merged.stream()
                            .map(Memberships::membership)
                            .filter(m -> reached(session, m.member()))
                            .toList();
            // a page of groups and of people who have left is no end
            if (!people.isEmpty() || merged.size() < limit) {
                return people;
            }
            from = merged.getLast().memberId;
        }
    }

    /** The next members of all groups together, each once, in order. */
    private List<MembershipRow> merged(
            StatelessSession session, List<Long> groups, long after, int limit) {
        if (groups.size() == 1) {
            return page(session, groups.getFirst(), after, limit);
        }
        var next = new java.util.TreeMap<Long, MembershipRow>();
        for (long one : groups) {
            for (MembershipRow row : page(session, one, after, limit)) {
                next.putIfAbsent(row.memberId, row);
                if (next.size() > limit) {
                    next.pollLastEntry();
                }
            }
        }
        return List.copyOf(next.values());
    }

    private static boolean reached(StatelessSession session, AccountId member) {
        Object[] found =
                session.createSelectionQuery(
                                "select kind, state from AccountRow where id = :id", Object[].class)
                        .setParameter("id", member.value())
                        .getSingleResultOrNull();
        return found != null
                && (short) found[0] != Account.Kind.GROUP.code()
                && (short) found[1] == 0;
    }

    /** A group and all groups within it at present, it first. */
    private List<Long> within(StatelessSession session, AccountId group) {
        Map<Long, Integer> depths = new LinkedHashMap<>();
        depths.put(group.value(), 0);
        List<Long> level = List.of(group.value());
        for (int depth = 1; depth <= MOST_DEPTH && !level.isEmpty(); depth++) {
            var next = new ArrayList<Long>();
            for (long child : children(session, level)) {
                if (depths.size() < MOST_WITHIN && depths.putIfAbsent(child, depth) == null) {
                    next.add(child);
                }
            }
            level = next;
        }
        return List.copyOf(depths.keySet());
    }

    private List<Long> children(StatelessSession session, List<Long> groups) {
        return session.createSelectionQuery(
                        "select distinct m.memberId from GroupRow g join MembershipRow m on"
                                + " m.memberId = g.id where m.groupId in :groups and m.open = 1"
                                + " and m.joined <= :now and (m.left is null or m.left > :now)",
                        Long.class)
                .setParameter("groups", groups)
                .setParameter("now", clock.millis())
                .getResultList();
    }

    List<Membership> owners(AccountId group) {
        Instant now = clock.instant();
        return database
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "from MembershipRow where groupId = :group and"
                                                        + " standing >= :owner and open = 1 order by"
                                                        + " standing desc, memberId",
                                                MembershipRow.class)
                                        .setParameter("group", group.value())
                                        .setParameter("owner", Rank.OWNER.code())
                                        .getResultList())
                .stream()
                .map(Memberships::membership)
                .filter(m -> m.holds(now))
                .toList();
    }

    List<Membership> join(
            AccountId group, List<AccountId> members, Rank rank, Consumer<StatelessSession> audit) {
        if (members.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(members.size() + " at once");
        }
        boolean nested = members.stream().anyMatch(this::isGroup);
        if (nested) {
            nesting.lock();
        }
        try {
            return change(
                    group,
                    members,
                    session -> {
                        audit.accept(session);
                        if (nested) {
                            members.stream()
                                    .filter(m -> session.get(GroupRow.class, m.value()) != null)
                                    .forEach(m -> checkNesting(session, group, m));
                        }
                        return join(session, group, members, rank);
                    });
        } finally {
            if (nested) {
                nesting.unlock();
                up.forgetAll();
            }
        }
    }

    private boolean isGroup(AccountId id) {
        return accounts.byId(id).filter(a -> a.kind() == Account.Kind.GROUP).isPresent();
    }

    private void checkNesting(StatelessSession session, AccountId group, AccountId member) {
        int above = height(session, group, (s, level) -> parents(s, level), member);
        int below = height(session, member, this::children, group);
        if (above + below + 1 > MOST_DEPTH) {
            throw new Refused(
                    Reason.LIMIT, "Groups lie at most " + MOST_DEPTH + " deep within each other");
        }
    }

    private static List<Long> parents(StatelessSession session, List<Long> groups) {
        return session.createSelectionQuery(
                        "select distinct groupId from MembershipRow where memberId in :groups and"
                                + " open = 1",
                        Long.class)
                .setParameter("groups", groups)
                .getResultList();
    }

    /** How many levels lie in a direction; refuses if {@code forbidden} is met on the way. */
    private static int height(
            StatelessSession session,
            AccountId from,
            BiFunction<StatelessSession, List<Long>, List<Long>> step,
            AccountId forbidden) {
        Set<Long> seen = new HashSet<>(Set.of(from.value()));
        List<Long> level = List.of(from.value());
        int height = -1;
        while (!level.isEmpty()) {
            height++;
            if (seen.contains(forbidden.value())) {
                throw new Refused(Reason.CANNOT, "The group would come to contain itself");
            }
            if (seen.size() > MOST_WITHIN) {
                throw new Refused(
                        Reason.LIMIT, "A group has at most " + MOST_WITHIN + " groups within");
            }
            level = step.apply(session, level).stream().filter(seen::add).toList();
        }
        return height;
    }

    private List<Membership> join(
            StatelessSession session, AccountId group, List<AccountId> members, Rank rank) {
        Map<AccountId, Map<Long, MembershipRow>> held =
                Dynamic.open(session, members, Optional.of(group));
        if (rank == Rank.PRIMARY_OWNER) {
            demote(session, group);
        }
        long now = clock.millis();
        var all = new LinkedHashMap<AccountId, MembershipRow>();
        var made = new ArrayList<MembershipRow>();
        for (AccountId member : members) {
            @Nullable MembershipRow row = held.getOrDefault(member, Map.of()).get(group.value());
            if (row != null && row.left != null && row.left <= now) {
                row.open = null;
                session.update(row);
                row = null;
            }
            if (row != null) {
                row.byRule = 0;
                row.left = null;
                row.standing = rank.code();
                session.update(row);
                all.put(member, row);
            } else if (!all.containsKey(member)) {
                row = row(session, group, member, now);
                row.standing = rank.code();
                made.add(row);
                all.put(member, row);
            }
        }
        session.insertMultiple(made);
        return all.values().stream().map(Memberships::membership).toList();
    }

    /** A new open row, not yet inserted. */
    MembershipRow row(StatelessSession session, AccountId group, AccountId member, long now) {
        var row = new MembershipRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.groupId = group.value();
        row.memberId = member.value();
        row.joined = now;
        row.open = 1;
        return row;
    }

    private static @Nullable MembershipRow open(
            StatelessSession session, AccountId group, AccountId member) {
        return session.createSelectionQuery(
                        "from MembershipRow where groupId = :group and open = 1 and memberId ="
                                + " :member",
                        MembershipRow.class)
                .setParameter("group", group.value())
                .setParameter("member", member.value())
                .getSingleResultOrNull();
    }

    private MembershipRow held(StatelessSession session, AccountId group, AccountId member) {
        @Nullable MembershipRow row = open(session, group, member);
        if (row == null || (row.left != null && row.left <= clock.millis())) {
            throw new Refused(Reason.NONEXISTENT, "This is no member of the group");
        }
        return row;
    }

    private static void demote(StatelessSession session, AccountId group) {
        session.createMutationQuery(
                        "update MembershipRow set standing = :owner where groupId = :group and"
                                + " standing = :primary and open = 1")
                .setParameter("owner", Rank.OWNER.code())
                .setParameter("primary", Rank.PRIMARY_OWNER.code())
                .setParameter("group", group.value())
                .executeUpdate();
    }

    void leave(AccountId group, AccountId member, Instant at, Consumer<StatelessSession> audit) {
        change(
                group,
                List.of(member),
                session -> {
                    audit.accept(session);
                    MembershipRow row = held(session, group, member);
                    if (row.byRule == 1) {
                        throw new Refused(
                                Reason.CANNOT,
                                "This membership follows from the group's expression");
                    }
                    row.left = Math.max(at.toEpochMilli(), row.joined);
                    row.open = row.left > clock.millis() ? (short) 1 : null;
                    session.update(row);
                    return true;
                });
    }

    void setRank(AccountId group, AccountId member, Rank rank, Consumer<StatelessSession> audit) {
        change(
                group,
                List.of(member),
                session -> {
                    audit.accept(session);
                    MembershipRow row = held(session, group, member);
                    if (rank == Rank.PRIMARY_OWNER) {
                        demote(session, group);
                    }
                    row.standing = rank.code();
                    // an office was given by hand, so it is not taken by a rule
                    row.byRule = 0;
                    session.update(row);
                    return true;
                });
        forgetAll();
    }

    void mute(AccountId group, AccountId member, boolean muted, Consumer<StatelessSession> audit) {
        change(
                group,
                List.of(member),
                session -> {
                    audit.accept(session);
                    MembershipRow row = held(session, group, member);
                    row.muted = (short) (muted ? 1 : 0);
                    session.update(row);
                    return true;
                });
    }

    private interface Work<T> {
        T in(StatelessSession session);
    }

    /** Holds the group and its members, so that each membership is changed by one at a time. */
    private <T> T change(AccountId group, List<AccountId> members, Work<T> work) {
        var all = new ArrayList<>(members);
        all.add(group);
        Database.Committed<T> done;
        try {
            done =
                    database.write(
                            session -> {
                                if (!accounts.lock(session, all)) {
                                    throw new Refused(
                                            Reason.NONEXISTENT, "There is no such group or member");
                                }
                                if (session.get(GroupRow.class, group.value()) == null) {
                                    throw Groups.gone();
                                }
                                return work.in(session);
                            });
        } finally {
            forget(members);
        }
        database.awaitDurable(done.ticket());
        return done.value();
    }
}
