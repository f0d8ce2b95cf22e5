package org.mailroom.mailstore.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.AccountRow;
import org.mailroom.mailstore.rows.AccountStateRow;
import org.mailroom.mailstore.rows.AddressRow;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Extensions;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.MailboxRow;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.mailstore.rows.SecretRow;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The accounts of this store. Addresses are matched by keyed hash and kept sealed; what is asked
 * for often is remembered for some seconds, so that another process's change is seen soon.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 20_000;
    private static final int LOCKED_AT_ONCE = 250;

    /** State of a removed account: beyond those of {@link Account.State}. */
    private static final short REMOVED = 99;

    private static final Map<MailboxName, Optional<SpecialUse>> FIRST_MAILBOXES = firstMailboxes();

    private final Database database;
    private final MasterKeys masters;
    private final Extensions extensions = Extensions.found();
    private volatile Consumer<AccountId> onRemoved = id -> {};
    private final List<Consumer<AccountId>> changed = new CopyOnWriteArrayList<>();
    private final Remembered<Long, Optional<Account>> byId = new Remembered<>(REMEMBERED, REMEMBER);
    private final Remembered<String, Optional<Long>> byHash =
            new Remembered<>(REMEMBERED, REMEMBER);

    public Accounts(Database database, MasterKeys masters) {
        this.database = database;
        this.masters = masters;
    }

    private static Map<MailboxName, Optional<SpecialUse>> firstMailboxes() {
        var all = new LinkedHashMap<MailboxName, Optional<SpecialUse>>();
        all.put(MailboxName.INBOX, Optional.empty());
        all.put(new MailboxName("Archive"), Optional.of(SpecialUse.ARCHIVE));
        all.put(new MailboxName("Drafts"), Optional.of(SpecialUse.DRAFTS));
        all.put(new MailboxName("Junk"), Optional.of(SpecialUse.JUNK));
        all.put(new MailboxName("Sent"), Optional.of(SpecialUse.SENT));
        all.put(new MailboxName("Trash"), Optional.of(SpecialUse.TRASH));
        return all;
    }

    /**
     * Makes an account with its key and, for a person, INBOX, Archive, Drafts, Junk, Sent and
     * Trash.
     *
     * @throws Refused ALREADY_EXISTS if an address is taken; BAD_NAME if one is none
     */
    public Account create(NewAccount wanted) {
        var made = database.write(session -> create(session, wanted, (account, key) -> {}));
        database.awaitDurable(made.ticket());
        forget(made.value().address(), made.value().aliases());
        return made.value();
    }

    /** Forgets that there was nobody of a new account's addresses. */
    public void forget(String address, List<String> aliases) {
        byHash.forget(hash(address));
        aliases.forEach(alias -> byHash.forget(hash(alias)));
    }

    /** What belongs to an account and is written in one transaction with it. */
    @FunctionalInterface
    public interface Rest {
        void write(Account account, AccountKey key);
    }

    /**
     * As {@link #create(NewAccount)}, within the caller's transaction, who calls {@link
     * #forget(String, List)} when it has ended.
     */
    public Account create(StatelessSession session, NewAccount wanted, Rest rest) {
        long id = database.ids().next(session, Ids.Of.ACCOUNT);
        var account =
                new Account(
                        new AccountId(id),
                        wanted.kind(),
                        normal(wanted.address()),
                        wanted.aliases().stream().map(Accounts::normal).toList(),
                        wanted.displayName(),
                        Account.State.ACTIVE,
                        wanted.quotaBytes());
        insert(session, account, rest);
        return account;
    }

    private void insert(StatelessSession session, Account account, Rest rest) {
        long id = account.id().value();
        long now = Instant.now().getEpochSecond();
        try (AccountKey key = masters.newAccountKey(id)) {
            var row = new AccountRow();
            row.id = id;
            row.kind = account.kind().code();
            row.wrappedKey = masters.wrap(key);
            row.created = now;
            fill(row, key, account);
            session.insert(row);
            insertAddresses(session, account);
            var state = new AccountStateRow();
            state.accountId = id;
            state.modseq = 1;
            state.uidValidity = now;
            session.insert(state);
            if (account.kind() == Account.Kind.PERSON) {
                var mailboxes = new ArrayList<MailboxRow>();
                FIRST_MAILBOXES.forEach(
                        (name, use) -> mailboxes.add(mailbox(session, key, name, use, state)));
                session.insertMultiple(mailboxes);
            }
            rest.write(account, key);
        }
    }

    private MailboxRow mailbox(
            StatelessSession session,
            AccountKey key,
            MailboxName name,
            Optional<SpecialUse> use,
            AccountStateRow state) {
        var row = new MailboxRow();
        row.id = database.ids().next(session, Ids.Of.MAILBOX);
        row.accountId = state.accountId;
        row.nameHash = SealedNames.hash(key, name);
        row.sealedName = SealedNames.seal(key, row.id, name);
        row.specialUse = use.map(Enum::name).orElse(null);
        row.uidValidity = state.uidValidity;
        row.uidNext = 1;
        row.firstRecent = 1;
        row.highestModseq = state.modseq;
        return row;
    }

    private void insertAddresses(StatelessSession session, Account account) {
        var all = new ArrayList<>(account.aliases());
        all.addFirst(account.address());
        for (String address : all.stream().distinct().toList()) {
            String hash = hash(address);
            if (session.get(AddressRow.class, hash) != null) {
                throw new Refused(
                        Refused.Reason.ALREADY_EXISTS, "The address " + address + " is taken");
            }
            var row = new AddressRow();
            row.hash = hash;
            row.accountId = account.id().value();
            session.insert(row);
        }
    }

    private static void fill(AccountRow row, AccountKey key, Account account) {
        var lines = new ArrayList<String>();
        lines.add(account.address());
        lines.add(account.displayName().replace('\n', ' '));
        lines.addAll(account.aliases());
        byte[] profile = String.join("\n", lines).getBytes(UTF_8);
        row.sealedProfile = key.sealRecord(RecordKind.ADDRESS, row.id, profile);
        row.state = account.state().code();
        row.quotaBytes = account.quotaBytes();
    }

    private Account read(AccountRow row) {
        return read(row, (account, key) -> account);
    }

    private <T> T read(AccountRow row, BiFunction<Account, AccountKey, T> rest) {
        try (AccountKey key = masters.unwrap(row.id, row.wrappedKey)) {
            byte[] profile = key.openRecord(RecordKind.ADDRESS, row.id, row.sealedProfile);
            List<String> lines = List.of(new String(profile, UTF_8).split("\n", -1));
            var account =
                    new Account(
                            new AccountId(row.id),
                            Account.Kind.of(row.kind),
                            lines.get(0),
                            lines.subList(2, lines.size()),
                            lines.get(1),
                            Account.State.of(row.state),
                            row.quotaBytes);
            return rest.apply(account, key);
        } catch (TamperedException e) {
            throw corrupt(row.id, e);
        }
    }

    /**
     * An account as the caller's transaction sees it, together with what else is sealed under its
     * key. Remembers nothing.
     */
    public <T> Optional<T> read(
            StatelessSession session, AccountId id, BiFunction<Account, AccountKey, T> rest) {
        AccountRow row = session.get(AccountRow.class, id.value());
        return row == null || gone(row) ? Optional.empty() : Optional.of(read(row, rest));
    }

    /**
     * Holds the rows of accounts until the transaction ends, in order of id, so that two who change
     * what depends on the same accounts take turns.
     *
     * @return whether all of them are there
     */
    public boolean lock(StatelessSession session, Collection<AccountId> ids) {
        List<Long> sorted = ids.stream().map(AccountId::value).sorted().distinct().toList();
        int there = 0;
        for (int from = 0; from < sorted.size(); from += LOCKED_AT_ONCE) {
            int to = Math.min(sorted.size(), from + LOCKED_AT_ONCE);
            List<AccountRow> rows =
                    session.createSelectionQuery(
                                    "from AccountRow where id in :ids order by id",
                                    AccountRow.class)
                            .setParameter("ids", sorted.subList(from, to))
                            .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                            .getResultList();
            there += (int) rows.stream().filter(row -> !gone(row)).count();
        }
        return there == sorted.size();
    }

    private static Refused corrupt(long id, TamperedException e) {
        LOG.error("account {} is damaged on disk: run verify", id, e);
        return new Refused(Refused.Reason.CORRUPT, "The account is damaged on disk", e);
    }

    /** By primary address or alias, without regard to case. */
    public Optional<Account> byAddress(String address) {
        return idOf(address).flatMap(this::byId);
    }

    /** Whose an address is: primary or alias, without regard to case. */
    public Optional<AccountId> idOf(String address) {
        String hash = hash(address.toLowerCase(Locale.ROOT));
        return byHash.of(hash, h -> database.read(session -> Optional.ofNullable(idOf(session, h))))
                .map(AccountId::new);
    }

    private static @Nullable Long idOf(StatelessSession session, String hash) {
        AddressRow row = session.get(AddressRow.class, hash);
        return row == null ? null : row.accountId;
    }

    public Optional<Account> byId(AccountId id) {
        return byId.of(
                id.value(),
                i -> database.read(session -> read(session, id, (account, key) -> account)));
    }

    /** A removed account keeps its row, without its key, until its mailboxes have been emptied. */
    public static boolean gone(AccountRow row) {
        return row.state == REMOVED;
    }

    /** All accounts after {@code after} in order of id, at most {@code limit}; 0 starts. */
    public List<Account> list(long after, int limit) {
        List<AccountRow> rows =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "from AccountRow where id > :after order by id",
                                                AccountRow.class)
                                        .setParameter("after", after)
                                        .setMaxResults(limit)
                                        .getResultList());
        return rows.stream().filter(row -> !gone(row)).map(this::read).toList();
    }

    /**
     * Replaces what is known of an account: addresses, name, state, quota.
     *
     * @throws Refused NONEXISTENT; ALREADY_EXISTS if another has an address
     */
    public void update(Account account) {
        database.writeDurably(session -> update(session, account, (same, key) -> {}));
        forget(account.id());
    }

    /**
     * As {@link #update(Account)}, within the caller's transaction, who calls {@link #forget} when
     * it has ended, however it ended.
     */
    public void update(StatelessSession session, Account account, Rest rest) {
        long id = account.id().value();
        AccountRow row = present(session, id);
        try (AccountKey key = masters.unwrap(id, row.wrappedKey)) {
            Account normal =
                    account.withAddresses(
                            normal(account.address()),
                            account.aliases().stream().map(Accounts::normal).toList());
            fill(row, key, normal);
            session.update(row);
            dropAddresses(session, id);
            insertAddresses(session, normal);
            rest.write(normal, key);
        } catch (TamperedException e) {
            throw corrupt(id, e);
        }
    }

    /** Forgets what is remembered of an account, and of addresses. */
    public void forget(AccountId id) {
        byId.forget(id.value());
        byHash.forgetAll();
        changed.forEach(listener -> listener.accept(id));
    }

    private static AccountRow present(StatelessSession session, long id) {
        AccountRow row = session.get(AccountRow.class, id);
        if (row == null || gone(row)) {
            throw new Refused(Refused.Reason.NONEXISTENT, "There is no such account");
        }
        return row;
    }

    private static void dropAddresses(StatelessSession session, long id) {
        session.createMutationQuery("delete from AddressRow where accountId = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /**
     * Destroys the account's key, which makes its mail unreadable at once and for ever. Its rows
     * are emptied in the background; copies that others hold stay theirs.
     */
    public void remove(AccountId account) {
        remove(account, session -> {});
    }

    /** As {@link #remove(AccountId)}, with more in the same transaction. */
    public void remove(AccountId account, Consumer<StatelessSession> also) {
        long id = account.value();
        database.writeDurably(
                session -> {
                    AccountRow row = present(session, id);
                    also.accept(session);
                    row.state = REMOVED;
                    row.wrappedKey = new byte[0];
                    row.sealedProfile = new byte[0];
                    session.update(row);
                    dropAddresses(session, id);
                    for (String table :
                            List.of(
                                    "SecretRow",
                                    "SubscriptionRow",
                                    "KeywordSetRow",
                                    "ThreadRefRow")) {
                        session.createMutationQuery(
                                        "delete from " + table + " where accountId = :id")
                                .setParameter("id", id)
                                .executeUpdate();
                    }
                    extensions.belonging("account").forEach(b -> b.delete(session, id));
                    session.createMutationQuery(
                                    "update MailboxRow set nameHash = null where accountId = :id")
                            .setParameter("id", id)
                            .executeUpdate();
                });
        forget(account);
        onRemoved.accept(account);
    }

    /** Who is told, besides, when an account has been changed or removed: to forget it. */
    public void onChanged(Consumer<AccountId> listener) {
        changed.add(listener);
    }

    /** Who is told when an account has been removed. */
    public void onRemoved(Consumer<AccountId> listener) {
        onRemoved = listener;
    }

    /** Removed accounts whose mailboxes have all been emptied. */
    public List<Long> emptied() {
        return database.read(
                session ->
                        session.createSelectionQuery(
                                        "select a.id from AccountRow a where a.state = :removed and"
                                                + " not exists (select 1 from MailboxRow m where"
                                                + " m.accountId = a.id)",
                                        Long.class)
                                .setParameter("removed", REMOVED)
                                .getResultList());
    }

    /** Drops what is left of a removed account. */
    public void forgetRemoved(long id) {
        database.writeDurably(
                session -> {
                    for (String row :
                            List.of("AccountStateRow where accountId", "AccountRow where id")) {
                        session.createMutationQuery("delete from " + row + " = :id")
                                .setParameter("id", id)
                                .executeUpdate();
                    }
                });
    }

    /**
     * The account's key, to be closed by the caller. NONEXISTENT if the account is gone, CORRUPT if
     * the key does not unwrap.
     */
    public AccountKey key(StatelessSession session, AccountId id) {
        AccountRow row = present(session, id.value());
        try {
            return masters.unwrap(id.value(), row.wrappedKey);
        } catch (TamperedException e) {
            throw corrupt(row.id, e);
        }
    }

    /** Keeps a value sealed under the account's key: a password hash, say. */
    public void keepSecret(AccountId id, String name, byte[] value) {
        database.writeDurably(
                session -> {
                    var row = new SecretRow();
                    row.accountId = id.value();
                    row.name = name;
                    try (AccountKey key = key(session, id)) {
                        row.sealed = key.sealRecord(RecordKind.CREDENTIAL, secretId(name), value);
                    }
                    drop(session, id, name);
                    session.insert(row);
                });
    }

    public void dropSecret(AccountId id, String name) {
        database.writeDurably(session -> drop(session, id, name));
    }

    private static void drop(StatelessSession session, AccountId id, String name) {
        session.createMutationQuery("delete from SecretRow where accountId = :id and name = :name")
                .setParameter("id", id.value())
                .setParameter("name", name)
                .executeUpdate();
    }

    /** What {@link #keepSecret} kept. */
    public Optional<byte[]> secret(AccountId id, String name) {
        return database.read(
                session -> {
                    var row = session.get(SecretRow.class, new SecretRow.Key(id.value(), name));
                    if (row == null) {
                        return Optional.empty();
                    }
                    try (AccountKey key = key(session, id)) {
                        return Optional.of(
                                key.openRecord(RecordKind.CREDENTIAL, secretId(name), row.sealed));
                    } catch (TamperedException e) {
                        throw corrupt(id.value(), e);
                    }
                });
    }

    /** Binds a sealed secret to its name. */
    private static long secretId(String name) {
        long id = 17;
        for (byte b : name.getBytes(UTF_8)) {
            id = id * 1_000_003 + b;
        }
        return id;
    }

    /**
     * Wraps every account's key under the active master key. No blob is touched.
     *
     * @param progress hears how many are done after each batch
     * @return how many were wrapped anew
     */
    public long rewrap(LongConsumer progress) {
        long after = 0;
        long done = 0;
        while (true) {
            long from = after;
            List<AccountRow> rows =
                    database.read(
                            session ->
                                    session.createSelectionQuery(
                                                    "from AccountRow where id > :after order by id",
                                                    AccountRow.class)
                                            .setParameter("after", from)
                                            .setMaxResults(200)
                                            .getResultList());
            if (rows.isEmpty()) {
                return done;
            }
            for (AccountRow row : rows) {
                after = row.id;
                if (!gone(row) && !masters.current(row.wrappedKey)) {
                    rewrap(row.id);
                    done++;
                }
            }
            progress.accept(done);
        }
    }

    private void rewrap(long id) {
        database.writeDurably(
                session -> {
                    AccountRow row = present(session, id);
                    row.wrappedKey = masters.rewrap(id, row.wrappedKey);
                    session.update(row);
                });
    }

    private String hash(String address) {
        return SealedNames.text(masters.hash(HashKind.ADDRESS, address.getBytes(UTF_8)));
    }

    private static String normal(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        boolean odd = lower.chars().anyMatch(c -> c <= ' ' || c == 0x7F);
        if (at < 1 || at == lower.length() - 1 || odd || lower.length() > 254) {
            throw new Refused(
                    Refused.Reason.BAD_NAME, "\"" + address.strip() + "\" is not a mail address");
        }
        return lower;
    }
}
