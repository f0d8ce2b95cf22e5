package org.mailroom.mailstore.mail;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.account.SealedNames;
import org.mailroom.mailstore.mailbox.KeywordSets;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.AccountStateRow;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Entries;
import org.mailroom.mailstore.rows.KeywordSetRow;
import org.mailroom.mailstore.rows.MailboxRow;
import org.mailroom.mailstore.rows.SubscriptionRow;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process holds of one account: its key, the view after the last commit ({@code head}),
 * the view after the last commit that is on disk ({@code published}), and who wants to hear of
 * changes.
 *
 * <p>{@code lock} is the account lock: it is taken before a transaction and given back right after
 * the commit, before the wait for the disk; it guards {@code head}. {@code publishing} guards the
 * line of committed views that wait for the disk, in order of commit; it may be taken under the
 * account lock, never the other way round. Listeners are called under neither.
 */
final class AccountState {
    private static final Logger LOG = LoggerFactory.getLogger(AccountState.class);

    private static final long NOTE_NANOS = 1_000_000_000L;

    /** A view that becomes visible when its commit is on disk. */
    private record Pending(long ticket, AccountView view) {}

    private final AccountId id;
    private final Database database;
    private final Accounts accounts;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock publishing = new ReentrantLock();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Recent recent = new Recent();
    private final Map<MailboxId, Long> noted = new ConcurrentHashMap<>();
    private @Nullable AccountView head;
    private @Nullable AccountKey key;
    private KeywordSets keywords = new KeywordSets();
    private volatile @Nullable AccountView published;

    AccountState(AccountId id, Database database, Accounts accounts) {
        this.id = id;
        this.database = database;
        this.accounts = accounts;
    }

    AccountId id() {
        return id;
    }

    Recent recent() {
        return recent;
    }

    /** Whether a use of this mailbox should be noted: once a second is enough. */
    boolean worthNoting(MailboxId mailbox) {
        long now = System.nanoTime();
        Long last = noted.get(mailbox);
        if (last != null && now - last < NOTE_NANOS) {
            return false;
        }
        noted.put(mailbox, now);
        return true;
    }

    /** The account lock. */
    ReentrantLock lock() {
        return lock;
    }

    /** The key. Only after {@link #head()} has loaded the account. */
    AccountKey key() {
        AccountKey k = key;
        if (k == null) {
            throw new IllegalStateException("account " + id + " is not loaded");
        }
        return k;
    }

    KeywordSets keywords() {
        return keywords;
    }

    /** The view as committed; loads it if need be. The caller holds the account lock. */
    AccountView head() {
        AccountView h = head;
        return h == null ? load() : h;
    }

    /** The view as published. */
    AccountView published() {
        AccountView p = published;
        if (p != null) {
            return p;
        }
        lock.lock();
        try {
            AccountView h = head();
            AccountView loaded = published;
            return loaded == null ? h : loaded;
        } finally {
            lock.unlock();
        }
    }

    private AccountView load() {
        AccountView loaded =
                database.read(
                        session -> {
                            AccountKey k = accounts.key(session, id);
                            try {
                                keywords = loadKeywords(session, k);
                                AccountView view = loadView(session, k);
                                key = k;
                                return view;
                            } catch (TamperedException e) {
                                LOG.error("account {} is damaged on disk: run verify", id, e);
                                throw new Refused(
                                        Refused.Reason.CORRUPT,
                                        "The account is damaged on disk",
                                        e);
                            }
                        });
        // Whatever was read has been committed; it is shown only when it is on disk.
        database.awaitDurable(database.ticket());
        publishing.lock();
        try {
            pending.clear();
            head = loaded;
            published = loaded;
        } finally {
            publishing.unlock();
        }
        return loaded;
    }

    private AccountView loadView(StatelessSession session, AccountKey k) {
        AccountStateRow state = lockRow(session);
        var nodes = new HashMap<MailboxId, AccountView.Node>();
        var names = new TreeMap<MailboxName, MailboxId>();
        for (MailboxRow row :
                session.createSelectionQuery(
                                "from MailboxRow where accountId = :id and nameHash is not null",
                                MailboxRow.class)
                        .setParameter("id", id.value())
                        .getResultList()) {
            Mailbox mailbox = mailbox(row, SealedNames.open(k, row.id, row.sealedName));
            nodes.put(mailbox.id(), new AccountView.Node(mailbox, null));
            names.put(mailbox.name(), mailbox.id());
        }
        var subscriptions = new TreeSet<MailboxName>();
        for (SubscriptionRow row :
                session.createSelectionQuery(
                                "from SubscriptionRow where accountId = :id", SubscriptionRow.class)
                        .setParameter("id", id.value())
                        .getResultList()) {
            subscriptions.add(SealedNames.open(k, 0, row.sealedName));
        }
        return new AccountView(
                state.modseq, state.usedBytes, state.uidValidity, nodes, names, subscriptions);
    }

    private KeywordSets loadKeywords(StatelessSession session, AccountKey k) {
        var sets = new KeywordSets();
        for (KeywordSetRow row :
                session.createSelectionQuery(
                                "from KeywordSetRow where accountId = :id order by id",
                                KeywordSetRow.class)
                        .setParameter("id", id.value())
                        .getResultList()) {
            String lines =
                    new String(
                            k.openRecord(RecordKind.KEYWORDS, row.id, row.sealed),
                            java.nio.charset.StandardCharsets.UTF_8);
            sets.add(List.of(lines.split("\n")));
        }
        return sets;
    }

    private static Mailbox mailbox(MailboxRow row, MailboxName name) {
        return new Mailbox(
                new MailboxId(row.id),
                name,
                java.util.Optional.ofNullable(row.specialUse).map(SpecialUse::valueOf),
                row.uidValidity,
                row.uidNext,
                row.firstRecent,
                row.messages,
                row.unseen,
                row.deleted,
                row.size,
                row.highestModseq);
    }

    /** The row lock, which holds between processes. NONEXISTENT if the account is gone. */
    AccountStateRow lockRow(StatelessSession session) {
        AccountStateRow row =
                session.get(AccountStateRow.class, id.value(), LockMode.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new Refused(Refused.Reason.NONEXISTENT, "There is no such account");
        }
        return row;
    }

    /** A mailbox's messages as published; loads them if need be. */
    MailboxView open(MailboxId mailbox) {
        while (true) {
            AccountView.Node node = find(published(), mailbox);
            MailboxView messages = node.messages();
            if (messages != null) {
                return messages;
            }
            long waitFor;
            lock.lock();
            try {
                waitFor = lastPending();
                if (waitFor == 0) {
                    loadMessages(mailbox);
                }
            } finally {
                lock.unlock();
            }
            if (waitFor > 0) {
                publish(waitFor);
            }
        }
    }

    static AccountView.Node find(AccountView view, MailboxId mailbox) {
        return view.find(mailbox)
                .orElseThrow(() -> new Refused(Refused.Reason.NONEXISTENT, "The mailbox is gone"));
    }

    /** The ticket of the last commit that is not published; 0 if there is none. */
    long lastPending() {
        publishing.lock();
        try {
            Pending last = pending.peekLast();
            return last == null ? 0 : last.ticket();
        } finally {
            publishing.unlock();
        }
    }

    /**
     * A mailbox's messages as committed; loads them if need be. The caller holds the account lock.
     */
    MailboxView headMessages(MailboxId mailbox) {
        AccountView.Node node = find(head(), mailbox);
        MailboxView messages = node.messages();
        return messages == null ? loadMessages(mailbox) : messages;
    }

    private MailboxView loadMessages(MailboxId mailbox) {
        AccountView now = head();
        MailboxView present = find(now, mailbox).messages();
        if (present != null) {
            return present;
        }
        var builder = new MailboxView.Builder();
        boolean fresh =
                database.read(
                        session -> {
                            boolean same = lockRow(session).modseq == now.modseq();
                            if (same) {
                                Entries.load(session, mailbox.value(), builder::add);
                            }
                            return same;
                        });
        if (!fresh) {
            forget();
            return headMessages(mailbox);
        }
        MailboxView messages = builder.build(now.node(mailbox).mailbox(), keywords);
        attach(messages);
        return messages;
    }

    /** Shows loaded messages in the head, and in the published view if that is the same. */
    private void attach(MailboxView messages) {
        publishing.lock();
        try {
            AccountView before = head;
            AccountView next = with(head(), new AccountView.Node(messages));
            head = next;
            if (published == before) {
                published = next;
            }
        } finally {
            publishing.unlock();
        }
    }

    /** Lets go of a mailbox's messages if nothing waits; they are loaded again when asked for. */
    void unload(MailboxId mailbox) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            publishing.lock();
            try {
                AccountView h = head;
                if (h != null && h == published && h.find(mailbox).isPresent()) {
                    AccountView next =
                            with(h, new AccountView.Node(h.node(mailbox).mailbox(), null));
                    head = next;
                    published = next;
                }
            } finally {
                publishing.unlock();
            }
        } finally {
            lock.unlock();
        }
    }

    private static AccountView with(AccountView view, AccountView.Node node) {
        Draft draft = new Draft(view);
        draft.put(node);
        return draft.build(view.modseq(), view.usedBytes(), view.uidValidity());
    }

    /** Takes note of a commit. The caller still holds the account lock. */
    void committed(AccountView next, long ticket) {
        publishing.lock();
        try {
            head = next;
            pending.add(new Pending(ticket, next));
        } finally {
            publishing.unlock();
        }
    }

    /** Forgets everything remembered; the next use reads the database. Holds the account lock. */
    void forget() {
        head = null;
    }

    private void forgetAll() {
        lock.lock();
        try {
            forget();
            publishing.lock();
            try {
                pending.clear();
                published = null;
            } finally {
                publishing.unlock();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The account was removed: whoever asks next is told so, and listeners are told to ask. */
    void vanish() {
        forgetAll();
        listeners.forEach(Runnable::run);
    }

    /**
     * Waits until the commit with this ticket is on disk, then shows it and all before it. The
     * caller holds no lock.
     */
    void publish(long ticket) {
        try {
            database.awaitDurable(ticket);
        } catch (RuntimeException e) {
            // what waits may never reach the disk: only the database knows now
            forgetAll();
            throw e;
        }
        boolean changed = false;
        publishing.lock();
        try {
            Pending first = pending.peek();
            while (first != null && database.isDurable(first.ticket())) {
                published = first.view();
                pending.remove();
                changed = true;
                first = pending.peek();
            }
        } finally {
            publishing.unlock();
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    Subscription listen(Runnable listener) {
        // a box of our own, so that the same listener may come twice and go once
        Runnable entry = listener::run;
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }
}
