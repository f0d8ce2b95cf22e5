package org.mailroom.messaging.send;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.SendGate;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Reasons;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Mail that is sent later. The mailboxes for scheduled mail are the schedule: a message's
 * INTERNALDATE says when it goes, and whatever takes it out of there cancels it, so there is
 * nothing else to keep in step. What comes in is judged here ({@link #admit}); one thread waits for
 * the next moment and hands what is due to {@link Release}. Thread-safe.
 */
public final class Schedule implements SendGate, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Schedule.class);

    /** Another process may have scheduled something. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Messages of one look. */
    private static final int PAGE = 100;

    private final Database database;
    private final Directory directory;
    private final Policy policy;
    private final InstantSource clock;
    private final Release release;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private boolean closed;
    private @Nullable Thread thread;

    public Schedule(
            MailStore store,
            Directory directory,
            Policy policy,
            Delivery delivery,
            InstantSource clock) {
        this.database = store.database();
        this.directory = directory;
        this.policy = policy;
        this.clock = clock;
        this.release = new Release(store, policy, delivery);
    }

    /** Begins to send what is due. */
    public void start() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().name("schedule").daemon().start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant admit(Scheduling message) {
        Account author = author(message.author());
        Instant due = Due.of(message.header(), message.received(), clock.instant());
        List<AddrSpec> to = Addressees.of(message.header(), policy.settings().maxRecipients());
        Verdict verdict =
                Verdict.foresee(
                        policy,
                        new Question.Message(
                                new Sender.Person(author),
                                AddrSpec.of(author.address()),
                                message.header(),
                                message.size(),
                                to,
                                Circumstances.UNKNOWN.later()));
        Optional<Why> no = verdict.firstRefusal();
        if (no.isPresent()) {
            throw Reasons.refused(no.get());
        }
        return due;
    }

    private Account author(AccountId id) {
        return directory
                .byId(id)
                .orElseThrow(() -> new Refused(Refused.Reason.NONEXISTENT, "The account is gone"));
    }

    @Override
    public void scheduled(Instant due) {
        wake();
    }

    @Override
    public Optional<Refused> mayPost(AccountId author, String address) {
        Optional<AddrSpec> to = AddrSpec.of(address);
        if (to.isEmpty()) {
            return Optional.of(new Refused(Refused.Reason.CANNOT, "This is no mail address"));
        }
        Account account = author(author);
        Question question =
                new Question.To(
                        new Sender.Person(account),
                        AddrSpec.of(account.address()),
                        to.get(),
                        0,
                        Circumstances.NEW);
        // What is held has been taken.
        return policy.foresee(question) instanceof Decision.Refuse no
                ? Optional.of(Reasons.refused(no.why()))
                : Optional.empty();
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (await(pause())) {
            try {
                sendDue();
            } catch (RuntimeException e) {
                log.warn("Scheduled mail goes later", e);
            }
        }
    }

    /** How long until something is due. */
    private Duration pause() {
        try {
            Instant now = clock.instant();
            Optional<Instant> next =
                    release.next(first(Instant.EPOCH, now.plus(LONGEST_WAIT), PAGE), now);
            return next.map(at -> Duration.between(now, at))
                    .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
                    .orElse(LONGEST_WAIT);
        } catch (RuntimeException e) {
            log.warn("The schedule cannot be read", e);
            return LONGEST_WAIT;
        }
    }

    private boolean await(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!woken && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Sends everything that is due now; returns when that is done. */
    public void sendDue() {
        Instant now = clock.instant();
        Instant from = Instant.EPOCH;
        while (true) {
            List<Entry> page = first(from, now, PAGE);
            for (Entry entry : page) {
                release.send(entry, now);
            }
            if (page.size() < PAGE) {
                return;
            }
            Instant last = page.getLast().due();
            // All of one second are on a page, or the page would be asked for for ever.
            from = last.equals(from) ? last.plusSeconds(1) : last;
        }
    }

    /** A message in a mailbox for scheduled mail. */
    record Entry(AccountId author, long mailbox, long uid, Instant due, boolean deleted) {}

    private List<Entry> first(Instant from, Instant until, int limit) {
        return database
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "select m.accountId, m.id, e.uid, e.received,"
                                                        + " e.flags from MailboxRow m join EntryRow e"
                                                        + " on e.mailboxId = m.id where m.specialUse ="
                                                        + " 'SCHEDULED' and m.nameHash is not null and"
                                                        + " e.received >= :from and e.received <="
                                                        + " :until order by e.received, e.uid",
                                                Object[].class)
                                        .setParameter("from", from.getEpochSecond())
                                        .setParameter("until", until.getEpochSecond())
                                        .setMaxResults(limit)
                                        .getResultList())
                .stream()
                .map(
                        row ->
                                new Entry(
                                        new AccountId((Long) row[0]),
                                        (Long) row[1],
                                        (Long) row[2],
                                        Instant.ofEpochSecond((Long) row[3]),
                                        SystemFlag.DELETED.in((Short) row[4])))
                .toList();
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
