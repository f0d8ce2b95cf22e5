package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Entries;
import org.mailroom.mailstore.rows.MailboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Clears away in the background what was deleted at once in sight: empties deleted mailboxes, drops
 * removed accounts, compacts segments. Everything it does can be cut off at any point and is taken
 * up again.
 */
final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

    /** Messages in one transaction: short, so that nobody waits long for the account lock. */
    private static final int BATCH = 500;

    private final MailStore store;
    private final Duration every;
    private final Semaphore wanted = new Semaphore(0);
    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;
    private volatile boolean closed;

    Housekeeper(MailStore store, Duration every) {
        this.store = store;
        this.every = every;
        this.thread = Thread.ofVirtual().name("housekeeper").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** There is something to do. */
    void wake() {
        wanted.release();
    }

    private void loop() {
        // what an earlier run left half done comes first
        while (!closed) {
            try {
                run();
                wanted.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
                wanted.drainPermits();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("housekeeping failed; it is tried again", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            wanted.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** One round, now. */
    void run() {
        running.lock();
        try {
            for (MailboxRow mailbox : deleted()) {
                empty(mailbox);
            }
            dropRemovedAccounts();
            store.blobs().compact();
        } catch (IOException e) {
            throw Incoming.unavailable(e);
        } finally {
            running.unlock();
        }
    }

    private List<MailboxRow> deleted() {
        return store.database()
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "from MailboxRow where nameHash is null",
                                                MailboxRow.class)
                                        .getResultList());
    }

    private void empty(MailboxRow mailbox) {
        boolean more = true;
        while (more && !closed) {
            more = alive(mailbox.accountId) ? emptyInAccount(mailbox) : emptyAlone(mailbox);
        }
    }

    private boolean alive(long account) {
        return store.accounts().byId(new AccountId(account)).isPresent();
    }

    private boolean emptyInAccount(MailboxRow mailbox) {
        AccountState state = store.states().acquire(new AccountId(mailbox.accountId));
        try {
            return store.changer()
                    .change(
                            state,
                            tx -> {
                                var rows = batch(tx.session(), mailbox.id);
                                var gone = Entries.delete(tx.session(), mailbox.id, rows);
                                tx.use(-gone.octets(), 0);
                                tx.gone(gone.emails());
                                return moreOrGone(tx.session(), mailbox, rows);
                            });
        } catch (Refused e) {
            if (e.reason() == Refused.Reason.NONEXISTENT) {
                // removed between the look and the lock: the next round sees it
                return false;
            }
            throw e;
        } finally {
            store.states().release(state);
        }
    }

    private boolean emptyAlone(MailboxRow mailbox) {
        var committed =
                store.database()
                        .write(
                                session -> {
                                    var rows = batch(session, mailbox.id);
                                    Entries.delete(session, mailbox.id, rows);
                                    return moreOrGone(session, mailbox, rows);
                                });
        store.database().awaitDurable(committed.ticket());
        return committed.value();
    }

    private static List<MessageRow> batch(StatelessSession session, long mailbox) {
        var rows = new ArrayList<MessageRow>(BATCH);
        Entries.load(session, mailbox, BATCH, rows::add);
        return rows;
    }

    private static boolean moreOrGone(
            StatelessSession session, MailboxRow mailbox, List<MessageRow> rows) {
        if (!rows.isEmpty()) {
            return true;
        }
        session.createMutationQuery("delete from ExpungedRow where mailboxId = :id")
                .setParameter("id", mailbox.id)
                .executeUpdate();
        session.delete(mailbox);
        return false;
    }

    private void dropRemovedAccounts() {
        for (long id : store.accounts().emptied()) {
            store.accounts().forgetRemoved(id);
        }
    }

    @Override
    public void close() {
        closed = true;
        // never by an interrupt: one that meets a file read closes the file for everybody
        wanted.release();
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
