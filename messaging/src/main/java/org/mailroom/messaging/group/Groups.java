package org.mailroom.messaging.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.Terms;
import org.mailroom.messaging.rows.GroupRow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The groups. What is asked for often is remembered: exactly for changes made here, for some
 * seconds otherwise. Who belongs to them is the business of {@link Memberships}, through which the
 * calls here go. Thread-safe.
 */
public final class Groups {
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 20_000;

    private final Database database;
    private final Accounts accounts;
    private final Directory directory;
    private final Terms terms;
    private final AuditLog log;
    private final Memberships memberships;
    private final Dynamic dynamic;
    private final Evaluation evaluation;
    private final Remembered<AccountId, Optional<Group>> known =
            new Remembered<>(REMEMBERED, REMEMBER);

    Groups(
            MailStore store,
            Directory directory,
            Terms terms,
            AuditLog log,
            Memberships memberships,
            Dynamic dynamic,
            Evaluation evaluation) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.directory = directory;
        this.terms = terms;
        this.log = log;
        this.memberships = memberships;
        this.dynamic = dynamic;
        this.evaluation = evaluation;
        accounts.onChanged(known::forget);
    }

    public Optional<Group> byId(AccountId id) {
        return known.of(id, i -> database.read(session -> read(session, i)));
    }

    /** The group an address leads to, as {@link Directory#recipient} finds it. */
    public Optional<Group> byAddress(AddrSpec address) {
        return directory.recipientId(address).flatMap(this::byId);
    }

    private Optional<Group> read(StatelessSession session, AccountId id) {
        GroupRow row = session.get(GroupRow.class, id.value());
        return row == null
                ? Optional.empty()
                : accounts.read(session, id, (account, key) -> group(session, account, key, row));
    }

    private Group group(StatelessSession session, Account account, AccountKey key, GroupRow row) {
        String expression = open(row, key);
        return new Group(
                account.id(),
                account.address(),
                account.aliases(),
                account.displayName(),
                terms.name(session, row.kind),
                account.state(),
                ReplyMode.of(row.replyMode),
                History.of(row.history),
                expression.isEmpty() ? Optional.empty() : Optional.of(expression),
                row.version);
    }

    static String open(GroupRow row, AccountKey key) {
        return new String(key.openRecord(RecordKind.EXPRESSION, row.id, row.sealed), UTF_8);
    }

    /** How many groups there are. */
    public long count() {
        return database.read(
                session ->
                        session.createSelectionQuery("select count(*) from GroupRow", Long.class)
                                .getSingleResult());
    }

    /** Some of them, in order of id. */
    public List<AccountId> page(long offset, int limit) {
        return database.read(
                session ->
                        session
                                .createSelectionQuery(
                                        "select id from GroupRow order by id", Long.class)
                                .setFirstResult((int) Math.min(offset, Integer.MAX_VALUE))
                                .setMaxResults(limit)
                                .getResultList()
                                .stream()
                                .map(AccountId::new)
                                .toList());
    }

    /** The first groups in order of id. */
    public List<Group> list(int limit) {
        return list(0, limit);
    }

    /** Those behind {@code after}. */
    public List<Group> list(AccountId after, int limit) {
        return list(after.value(), limit);
    }

    private List<Group> list(long after, int limit) {
        return database.read(
                session ->
                        session
                                .createSelectionQuery(
                                        "select id from GroupRow where id > :after order by id",
                                        Long.class)
                                .setParameter("after", after)
                                .setMaxResults(limit)
                                .getResultList()
                                .stream()
                                .map(id -> read(session, new AccountId(id)))
                                .flatMap(Optional::stream)
                                .toList());
    }

    /**
     * Makes a group without members; those of its expression come in the background.
     *
     * @throws Refused ALREADY_EXISTS if an address is taken; BAD_NAME; POLICY if an address is not
     *     of this server; CANNOT if the expression is none, saying where
     */
    public Group create(NewGroup wanted, Actor actor) {
        directory.requireLocal(wanted.address());
        wanted.aliases().forEach(directory::requireLocal);
        wanted.expression().ifPresent(dynamic::check);
        long kind = terms.number(wanted.kind());
        var account =
                new NewAccount(
                        Account.Kind.GROUP, wanted.address(), wanted.aliases(), wanted.title(), 0);
        Database.Committed<Group> made;
        try (Dynamic.Change _ = dynamic.change()) {
            try {
                made =
                        database.write(
                                session -> {
                                    Account a =
                                            accounts.create(
                                                    session,
                                                    account,
                                                    (it, key) ->
                                                            insert(session, it, key, wanted, kind));
                                    record(session, actor, Action.GROUP_CREATED, a.id());
                                    return read(session, a.id()).orElseThrow();
                                });
            } finally {
                accounts.forget(wanted.address(), wanted.aliases());
            }
            known.forget(made.value().id());
        }
        database.awaitDurable(made.ticket());
        evaluation.wake();
        return made.value();
    }

    private static void insert(
            StatelessSession session, Account account, AccountKey key, NewGroup wanted, long kind) {
        var row = new GroupRow();
        row.id = account.id().value();
        row.version = 1;
        row.kind = kind;
        row.replyMode = wanted.replyMode().code();
        row.history = wanted.history().code();
        fill(row, key, wanted.expression());
        row.evaluated = wanted.expression().isPresent() ? 0L : null;
        session.insert(row);
    }

    private static void fill(GroupRow row, AccountKey key, Optional<String> expression) {
        row.dynamic = (short) (expression.isPresent() ? 1 : 0);
        byte[] text = expression.orElse("").getBytes(UTF_8);
        row.sealed = key.sealRecord(RecordKind.EXPRESSION, row.id, text);
    }

    /**
     * Replaces what a group is. A changed expression is applied in the background: see {@link
     * #progress}.
     *
     * @throws Refused CONFLICT if somebody has changed it since it was read; else as {@link
     *     #create}
     */
    public Group update(Group group, Actor actor) {
        directory.requireLocal(group.address());
        group.aliases().forEach(directory::requireLocal);
        group.expression().ifPresent(dynamic::check);
        long kind = terms.number(group.kind());
        Database.Committed<Group> done;
        try (Dynamic.Change _ = dynamic.change()) {
            try {
                done =
                        database.write(
                                session -> {
                                    record(session, actor, Action.GROUP_CHANGED, group.id());
                                    return update(session, group, kind);
                                });
            } finally {
                accounts.forget(group.id());
                memberships.forgetAll();
            }
        }
        database.awaitDurable(done.ticket());
        evaluation.wake();
        return done.value();
    }

    private Group update(StatelessSession session, Group group, long kind) {
        if (!accounts.lock(session, List.of(group.id()))) {
            throw gone();
        }
        Group before = read(session, group.id()).orElseThrow(Groups::gone);
        if (before.version() != group.version()) {
            throw new Refused(
                    Reason.CONFLICT, "Somebody else has changed this group; read it again");
        }
        Account account =
                accounts.read(session, group.id(), (a, key) -> a)
                        .orElseThrow(Groups::gone)
                        .withAddresses(group.address(), group.aliases())
                        .withDisplayName(group.title())
                        .withState(group.state());
        accounts.update(
                session,
                account,
                (a, key) -> {
                    GroupRow row = session.get(GroupRow.class, group.id().value());
                    row.version++;
                    row.kind = kind;
                    row.replyMode = group.replyMode().code();
                    row.history = group.history().code();
                    fill(row, key, group.expression());
                    if (!before.expression().equals(group.expression())) {
                        row.evaluated = 0L;
                    }
                    session.update(row);
                });
        return read(session, group.id()).orElseThrow(Groups::gone);
    }

    static Refused gone() {
        return new Refused(Reason.NONEXISTENT, "There is no such group");
    }

    /**
     * Removes a group; its members stay whoever they are.
     *
     * @throws Refused NONEXISTENT
     */
    public void remove(AccountId id, Actor actor) {
        if (byId(id).isEmpty()) {
            throw gone();
        }
        try (Dynamic.Change _ = dynamic.change()) {
            accounts.remove(id, session -> record(session, actor, Action.GROUP_REMOVED, id));
        }
        memberships.forgetAll();
    }

    /**
     * How far the expression of a group has been applied; empty when it has been, or there is none.
     */
    public Optional<Progress> progress(AccountId group) {
        return evaluation.progress(group);
    }

    /** Waits until no expression is left to be applied. For the command line and tests. */
    public void settle() {
        evaluation.settle();
    }

    /** Who somebody is in a group at a time, directly or through a group within it. */
    public Optional<Membership> membership(AccountId group, AccountId person, Instant at) {
        return memberships.membership(group, person, at);
    }

    /**
     * Every group that somebody belongs to at a time, directly or not; the highest rank in each.
     */
    public List<Membership> of(AccountId member, Instant at) {
        return memberships.of(member, at);
    }

    /** The groups that both belong to at a time. */
    public List<SharedGroup> shared(AccountId a, AccountId b, Instant at) {
        return memberships.shared(a, b, at).stream()
                .flatMap(
                        both ->
                                byId(both.first().group()).stream()
                                        .filter(g -> g.state() == Account.State.ACTIVE)
                                        .map(g -> new SharedGroup(g, both.first(), both.second())))
                .toList();
    }

    /** The first direct members at present, in order of id; groups among them. */
    public List<Membership> members(AccountId group, int limit) {
        return memberships.members(group, 0, limit);
    }

    /** Those behind {@code after}. */
    public List<Membership> members(AccountId group, AccountId after, int limit) {
        return memberships.members(group, after.value(), limit);
    }

    /**
     * The people and services whom a message to the group reaches at present, each once, through
     * all groups within it, in order of id. Never holds more than a page of each group within.
     */
    public List<Membership> expand(AccountId group, int limit) {
        return memberships.expand(group, 0, limit);
    }

    /** Those behind {@code after}. */
    public List<Membership> expand(AccountId group, AccountId after, int limit) {
        return memberships.expand(group, after.value(), limit);
    }

    /** How many direct members there are at present. */
    public long count(AccountId group) {
        return memberships.count(group);
    }

    /** Owners and the primary owner, the primary first. */
    public List<Membership> owners(AccountId group) {
        return memberships.owners(group);
    }

    /** Makes somebody a member; see {@link #joinAll}. */
    public Membership join(AccountId group, AccountId member, Rank rank, Actor actor) {
        return joinAll(group, List.of(member), rank, actor).getFirst();
    }

    /**
     * Makes people, services or groups members from now on, all or none. Who is one already by hand
     * keeps the older date and gets the rank; who is one by the expression stays one when it no
     * longer holds.
     *
     * @param members at most {@link Memberships#MOST_AT_ONCE}
     * @throws Refused NONEXISTENT; CANNOT if a group would come to contain itself or groups lie too
     *     deep within each other; LIMIT
     */
    public List<Membership> joinAll(
            AccountId group, List<AccountId> members, Rank rank, Actor actor) {
        return memberships.join(
                group,
                members,
                rank,
                session ->
                        log.record(
                                session,
                                members.stream()
                                        .map(m -> event(actor, Action.MEMBER_JOINED, group, m))
                                        .toList()));
    }

    /**
     * Ends a membership at a time, now or to come.
     *
     * @throws Refused NONEXISTENT if there is none; CANNOT if it follows from the expression
     */
    public void leave(AccountId group, AccountId member, Instant at, Actor actor) {
        memberships.leave(group, member, at, audit(actor, Action.MEMBER_LEFT, group, member));
    }

    /**
     * Sets the rank of a member. A new primary owner makes the former one an owner.
     *
     * @throws Refused NONEXISTENT
     */
    public void setRank(AccountId group, AccountId member, Rank rank, Actor actor) {
        memberships.setRank(
                group, member, rank, audit(actor, Action.MEMBER_CHANGED, group, member));
    }

    /** Whether the member wants no notice of the group's messages. */
    public void mute(AccountId group, AccountId member, boolean muted, Actor actor) {
        memberships.mute(group, member, muted, audit(actor, Action.MEMBER_CHANGED, group, member));
    }

    private Consumer<StatelessSession> audit(
            Actor actor, Action action, AccountId group, AccountId member) {
        return session -> log.record(session, List.of(event(actor, action, group, member)));
    }

    private static AuditEvent event(Actor actor, Action action, AccountId group, AccountId member) {
        return AuditEvent.of(actor, action).about(member).object("group " + group);
    }

    private void record(StatelessSession session, Actor actor, Action action, AccountId group) {
        log.record(session, List.of(AuditEvent.of(actor, action).about(group)));
    }
}
