package org.mailroom.messaging.delivery;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.rows.SendingCopyRow;
import org.mailroom.messaging.rows.SendingPartRow;
import org.mailroom.messaging.rows.SendingRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers what was accepted for more people than one transaction takes, a page of them in each. A
 * page's copies, who has got one, and how far it has come are written together: whenever it is
 * stopped, it goes on where it was, and nobody gets a message twice. Several messages take turns,
 * page by page. One thread of its own; other methods may be called by any.
 */
final class FanOut implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    /** Looks for work of other processes, and for its own again after a failure. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Database database;
    private final MailStore store;
    private final HoldingAccount holding;
    private final InstantSource clock;
    private final PartDelivery delivery;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean work = true;
    private boolean idle;
    private boolean closed;
    private @Nullable Thread thread;

    FanOut(
            MailStore store,
            Groups groups,
            Policy policy,
            HoldingAccount holding,
            Reports reports,
            DeliverySettings settings,
            InstantSource clock) {
        this.store = store;
        this.database = store.database();
        this.holding = holding;
        this.clock = clock;
        delivery = new PartDelivery(store, groups, policy, holding, reports, settings, clock);
    }

    void start() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().name("fan-out").daemon().start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    /** There is something to do. */
    void wake() {
        start();
        lock.lock();
        try {
            work = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left to do. */
    void settle() {
        wake();
        lock.lock();
        try {
            while ((work || !idle) && !closed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (next()) {
            try {
                boolean more = true;
                while (more && !isClosed()) {
                    more = round();
                }
            } catch (RuntimeException e) {
                log.warn("Fan-out goes on later", e);
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean next() {
        lock.lock();
        try {
            idle = !work;
            changed.signalAll();
            long left = PAUSE.toNanos();
            while (!work && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            work = false;
            idle = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A page of each; returns whether it is worth while to go on at once. */
    private boolean round() {
        List<SendingPartRow> parts =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "from SendingPartRow order by id",
                                                SendingPartRow.class)
                                        .setMaxResults(100)
                                        .getResultList());
        boolean progress = false;
        for (SendingPartRow part : parts) {
            if (isClosed()) {
                return false;
            }
            try {
                delivery.page(part, passage(part.sendingId));
                progress = true;
            } catch (RuntimeException e) {
                log.warn("Fan-out {} goes on later", part.sendingId, e);
            }
        }
        return progress;
    }

    private Optional<Passage> passage(long sending) {
        AccountId holder = holding.id();
        return database.read(
                session -> {
                    @Nullable SendingRow row = session.get(SendingRow.class, sending);
                    if (row == null) {
                        return Optional.empty();
                    }
                    try (AccountKey key = store.accounts().key(session, holder)) {
                        return Optional.of(
                                Passage.decode(
                                        key.openRecord(RecordKind.QUEUE, row.id, row.sealed)));
                    }
                });
    }

    /** Notes a message that is to be fanned out, in the transaction that accepts it. */
    Sending begin(StatelessSession session, Passage passage) {
        var row = new SendingRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.created = clock.millis();
        try (AccountKey key = store.accounts().key(session, holding.id())) {
            row.sealed = key.sealRecord(RecordKind.QUEUE, row.id, passage.encode());
        }
        session.insert(row);
        return new Sending(session, row.id);
    }

    /** A message being noted. */
    final class Sending {
        private final StatelessSession session;
        private final long id;

        Sending(StatelessSession session, long id) {
            this.session = session;
            this.id = id;
        }

        /**
         * One version of it.
         *
         * @param group whose members get it; empty: those who are named
         */
        Part part(Filed kept, Optional<AccountId> group) {
            var row = new SendingPartRow();
            row.id = database.ids().next(session, Ids.Of.OBJECT);
            row.sendingId = id;
            row.emailId = kept.emails()[0];
            row.uid = kept.uids()[0];
            row.groupId = group.map(AccountId::value).orElse(null);
            session.insert(row);
            return new Part(row.id);
        }

        /** This one has the message. */
        void done(AccountId account) {
            copy(account, 0, true);
        }

        private void copy(AccountId account, long part, boolean done) {
            var row = new SendingCopyRow();
            row.sendingId = id;
            row.accountId = account.value();
            row.partId = part;
            row.done = (short) (done ? 1 : 0);
            session.insert(row);
        }

        /** A version of the message. */
        final class Part {
            private final long part;

            Part(long part) {
                this.part = part;
            }

            /** This one is to get it. */
            void later(AccountId account) {
                copy(account, part, false);
            }
        }
    }

    @Override
    public void close() {
        @Nullable Thread running;
        lock.lock();
        try {
            closed = true;
            running = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
