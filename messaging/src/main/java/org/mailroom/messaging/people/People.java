package org.mailroom.messaging.people;

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
import org.mailroom.messaging.people.FollowUp.What;
import org.mailroom.messaging.rows.PersonRoleRow;
import org.mailroom.messaging.rows.PersonRow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The people and services of this server, and what is known of them. What is asked for often is
 * remembered: exactly for changes made here, for some seconds otherwise. Thread-safe.
 */
public final class People {
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 50_000;

    private static final String PRESENT = "from AccountRow where kind = :person and state < :left";

    /** Most made in one transaction. */
    public static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final Accounts accounts;
    private final Directory directory;
    private final Terms terms;
    private final AuditLog log;
    private final Remembered<AccountId, Optional<Person>> known =
            new Remembered<>(REMEMBERED, REMEMBER);
    private volatile FollowUp followUp = () -> FollowUp.Hold.NOTHING;

    public People(MailStore store, Directory directory, Terms terms, AuditLog log) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.directory = directory;
        this.terms = terms;
        this.log = log;
        accounts.onChanged(known::forget);
    }

    /** Says what follows from changes to people and relations. */
    public void followUp(FollowUp next) {
        followUp = next;
    }

    FollowUp followUp() {
        return followUp;
    }

    /** Empty also for a group. */
    public Optional<Person> byId(AccountId id) {
        return known.of(id, i -> database.read(session -> read(session, i)));
    }

    /**
     * Whose mailbox an address leads to, as {@link Directory#recipient} finds it: without regard to
     * case, subaddress and the form of the domain.
     */
    public Optional<Person> byAddress(AddrSpec address) {
        return directory.recipientId(address).flatMap(this::byId);
    }

    /** As the transaction sees it; remembers nothing. */
    public Optional<Person> read(StatelessSession session, AccountId id) {
        return accounts.read(session, id, (account, key) -> person(session, account, key))
                .filter(person -> person.kind() != Account.Kind.GROUP);
    }

    private static Person person(StatelessSession session, Account account, AccountKey key) {
        PersonRow row = session.get(PersonRow.class, account.id().value());
        return row == null
                ? Person.of(account, Profile.EMPTY, 0)
                : Person.of(account, open(row, key), row.version);
    }

    private static Profile open(PersonRow row, AccountKey key) {
        return Profile.of(key.openRecord(RecordKind.PERSON, row.accountId, row.sealed));
    }

    /** The first people and services in order of id, groups left out. */
    public List<Person> list(int limit) {
        return list(0, limit);
    }

    /** Those behind {@code after}. */
    public List<Person> list(AccountId after, int limit) {
        return list(after.value(), limit);
    }

    private List<Person> list(long after, int limit) {
        return database.read(
                session ->
                        readAll(
                                session,
                                session.createSelectionQuery(
                                                "select id from AccountRow where id > :after and"
                                                        + " kind <> :group and state < 99 order by"
                                                        + " id",
                                                Long.class)
                                        .setParameter("after", after)
                                        .setParameter("group", Account.Kind.GROUP.code())
                                        .setMaxResults(limit)
                                        .getResultList()));
    }

    /** How many people there are, besides services and those who have left. */
    public long count() {
        return database.read(
                session ->
                        session.createSelectionQuery("select count(*) " + PRESENT, Long.class)
                                .setParameter("person", Account.Kind.PERSON.code())
                                .setParameter("left", Account.State.LEFT.code())
                                .getSingleResult());
    }

    /** Some of those that {@link #count} counts, in order of id. */
    public List<AccountId> page(long offset, int limit) {
        return database.read(
                session ->
                        session
                                .createSelectionQuery(
                                        "select id " + PRESENT + " order by id", Long.class)
                                .setParameter("person", Account.Kind.PERSON.code())
                                .setParameter("left", Account.State.LEFT.code())
                                .setFirstResult((int) Math.min(offset, Integer.MAX_VALUE))
                                .setMaxResults(limit)
                                .getResultList()
                                .stream()
                                .map(AccountId::new)
                                .toList());
    }

    /** Those who have a role, in order of id, behind {@code after}; 0 starts. */
    public List<Person> withRole(String role, long after, int limit) {
        OptionalLong term = terms.find(role);
        return term.isEmpty()
                ? List.of()
                : database.read(
                        session ->
                                readAll(
                                        session,
                                        session.createSelectionQuery(
                                                        "select accountId from PersonRoleRow where"
                                                                + " role = :role and accountId >"
                                                                + " :after order by accountId",
                                                        Long.class)
                                                .setParameter("role", term.getAsLong())
                                                .setParameter("after", after)
                                                .setMaxResults(limit)
                                                .getResultList()));
    }

    private List<Person> readAll(StatelessSession session, List<Long> ids) {
        return ids.stream()
                .map(id -> read(session, new AccountId(id)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Makes a person with mailboxes, or a service.
     *
     * @throws Refused ALREADY_EXISTS if an address is taken; BAD_NAME; LIMIT; POLICY if an address
     *     is not of this server
     */
    public Person create(NewPerson wanted, Actor actor) {
        return createAll(List.of(wanted), actor).getFirst();
    }

    /**
     * Makes all of them or none, in one transaction; much faster than one by one.
     *
     * @param wanted at most {@link #MOST_AT_ONCE}
     */
    public List<Person> createAll(List<NewPerson> wanted, Actor actor) {
        if (wanted.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(wanted.size() + " at once");
        }
        wanted.forEach(this::check);
        List<Profile> profiles = wanted.stream().map(People::profile).toList();
        List<Set<Long>> roles = profiles.stream().map(p -> numbers(p.roles())).toList();
        var made = new ArrayList<Person>();
        commit(
                (session, follow) -> {
                    for (int i = 0; i < wanted.size(); i++) {
                        made.add(insert(session, wanted.get(i), profiles.get(i), roles.get(i)));
                    }
                    follow.accept(made.stream().map(Person::id).toList());
                    var created = AuditEvent.of(actor, Action.ACCOUNT_CREATED);
                    log.record(session, made.stream().map(p -> created.about(p.id())).toList());
                    return true;
                },
                () -> made.forEach(this::forget));
        return List.copyOf(made);
    }

    private void forget(Person made) {
        accounts.forget(made.address(), made.aliases());
        known.forget(made.id());
    }

    private void check(NewPerson wanted) {
        if (wanted.kind() == Account.Kind.GROUP) {
            throw new IllegalArgumentException("a group is no person");
        }
        directory.requireLocal(wanted.address());
        wanted.aliases().forEach(directory::requireLocal);
    }

    private static Profile profile(NewPerson wanted) {
        return new Profile(
                        wanted.roles(),
                        wanted.attributes(),
                        wanted.locale(),
                        wanted.zone(),
                        wanted.preferences())
                .checked();
    }

    private Set<Long> numbers(Set<String> roles) {
        return roles.stream().map(terms::number).collect(Collectors.toSet());
    }

    private Person insert(
            StatelessSession session, NewPerson wanted, Profile profile, Set<Long> roles) {
        var account =
                new NewAccount(
                        wanted.kind(),
                        wanted.address(),
                        wanted.aliases(),
                        wanted.displayName(),
                        wanted.quotaBytes());
        Account made =
                accounts.create(
                        session,
                        account,
                        (a, key) -> {
                            var row = new PersonRow();
                            row.accountId = a.id().value();
                            row.version = 1;
                            row.sealed = seal(key, row.accountId, profile);
                            session.insert(row);
                            insertRoles(session, row.accountId, roles);
                        });
        return Person.of(made, profile, 1);
    }

    private static byte[] seal(AccountKey key, long id, Profile profile) {
        return key.sealRecord(RecordKind.PERSON, id, profile.bytes());
    }

    private static void insertRoles(StatelessSession session, long account, Set<Long> roles) {
        for (long role : roles) {
            var row = new PersonRoleRow();
            row.role = role;
            row.accountId = account;
            session.insert(row);
        }
    }

    /**
     * Replaces what is known of a person: everything but id and kind.
     *
     * @param person as read, with changes; its version says what the change was made to
     * @return as it is now, with its new version
     * @throws Refused CONFLICT if somebody has changed the person since; NONEXISTENT;
     *     ALREADY_EXISTS if another has an address; BAD_NAME; LIMIT; POLICY
     */
    public Person update(Person person, Actor actor) {
        directory.requireLocal(person.address());
        person.aliases().forEach(directory::requireLocal);
        Profile profile = person.profile().checked();
        Set<Long> roles = numbers(profile.roles());
        List<AccountId> one = List.of(person.id());
        Person updated =
                commit(
                        (session, follow) -> {
                            if (!accounts.lock(session, one)) {
                                throw gone();
                            }
                            Person before = read(session, person.id()).orElseThrow(People::gone);
                            if (before.version() != person.version()) {
                                throw new Refused(
                                        Reason.CONFLICT,
                                        "Somebody else has changed this person; read it again");
                            }
                            accounts.update(
                                    session,
                                    account(session, person),
                                    (a, key) -> write(session, person, key, profile, roles));
                            follow.accept(one);
                            Person now = read(session, person.id()).orElseThrow(People::gone);
                            log.record(session, events(before, now, actor));
                            return now;
                        },
                        () -> accounts.forget(person.id()));
        if (!updated.active()) {
            directory.revoke(updated.id());
        }
        return updated;
    }

    private static List<AuditEvent> events(Person before, Person now, Actor actor) {
        var events = new ArrayList<AuditEvent>();
        if (!before.roles().equals(now.roles())) {
            events.add(AuditEvent.of(actor, Action.ROLES_CHANGED).about(now.id()));
        }
        boolean stopped = before.active() && !now.active();
        Action action = stopped ? Action.ACCOUNT_SUSPENDED : Action.ACCOUNT_CHANGED;
        events.add(AuditEvent.of(actor, action).about(now.id()));
        return events;
    }

    private static void write(
            StatelessSession session,
            Person person,
            AccountKey key,
            Profile profile,
            Set<Long> roles) {
        var row = new PersonRow();
        row.accountId = person.id().value();
        row.version = person.version() + 1;
        row.sealed = seal(key, row.accountId, profile);
        if (person.version() == 0) {
            session.insert(row);
        } else {
            session.update(row);
        }
        session.createMutationQuery("delete from PersonRoleRow where accountId = :id")
                .setParameter("id", row.accountId)
                .executeUpdate();
        insertRoles(session, row.accountId, roles);
    }

    /** The account with what a person says of it; its quota stays. */
    private Account account(StatelessSession session, Person person) {
        return accounts.read(session, person.id(), (account, key) -> account)
                .filter(account -> account.kind() == person.kind())
                .orElseThrow(People::gone)
                .withAddresses(person.address(), person.aliases())
                .withDisplayName(person.displayName())
                .withState(person.state());
    }

    /**
     * Removes a person with mail, relations, memberships and tokens, and destroys the key, so that
     * nobody reads any of it again.
     *
     * @throws Refused NONEXISTENT
     */
    public void remove(AccountId id, Actor actor) {
        if (byId(id).isEmpty()) {
            throw gone();
        }
        var event = AuditEvent.of(actor, Action.ACCOUNT_REMOVED).about(id);
        accounts.remove(id, session -> log.record(session, List.of(event)));
    }

    static Refused gone() {
        return new Refused(Reason.NONEXISTENT, "There is no such person");
    }

    private interface Work<T> {
        T in(StatelessSession session, Consumer<List<AccountId>> follow);
    }

    /** Changes people with all that follows, durably; forgets them whatever comes of it. */
    private <T> T commit(Work<T> work, Runnable forget) {
        var later = new ArrayList<Runnable>();
        Database.Committed<T> done;
        try (FollowUp.Hold held = followUp.hold()) {
            try {
                done =
                        database.write(
                                session ->
                                        work.in(
                                                session,
                                                ids ->
                                                        later.add(
                                                                held.within(
                                                                        session,
                                                                        ids,
                                                                        What.PERSON))));
            } finally {
                forget.run();
                later.forEach(Runnable::run);
            }
        }
        database.awaitDurable(done.ticket());
        return done.value();
    }
}
