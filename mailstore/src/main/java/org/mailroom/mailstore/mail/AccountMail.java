package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.Range;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.ExpungedRow;
import org.mailroom.mailstore.rows.ThreadRefs;
import org.mailroom.mailstore.seal.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One account's mail: everything that can be read and done in it. Handed out by {@link MailStore}
 * after the access check.
 *
 * <p>Every method that changes something returns only when the change is on disk and has been
 * published; it takes one modseq, whole or not at all. All throw {@link Refused}. UID arrays are
 * ascending and without doubles; UIDs that are not there are passed over. Safe for any number of
 * threads; callers hold no lock.
 */
public final class AccountMail implements AutoCloseable {
    private final MailStore store;
    private final AccountState state;
    private final Access access;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param access whose doings these are
     */
    AccountMail(MailStore store, AccountState state, Access access) {
        this.store = store;
        this.state = state;
        this.access = access;
    }

    public AccountId account() {
        return state.id();
    }

    /** The mailboxes as last published. */
    public AccountView view() {
        return state.published();
    }

    /** A mailbox's messages as last published; loads them if need be. NONEXISTENT if gone. */
    public MailboxView open(MailboxId mailbox) {
        MailboxView view = state.open(mailbox);
        if (state.worthNoting(mailbox)) {
            store.states().used(state, mailbox, view.size());
        }
        return view;
    }

    /** Whether the account is still there and active; cheap enough to ask before every command. */
    public boolean accessible() {
        return store.accounts()
                .byId(account())
                .filter(a -> a.state() == Account.State.ACTIVE)
                .isPresent();
    }

    /**
     * Takes the messages no session has announced yet: those from the returned UID on are \Recent
     * to the caller and to nobody after. Memory only: it goes to disk with the mailbox's next
     * change; after a crash messages may be recent once more. RFC 3501 §2.3.2.
     */
    public long claimRecent(MailboxId mailbox) {
        return state.recent().claim(AccountState.find(view(), mailbox).mailbox());
    }

    /** The first UID no session has announced yet. */
    public long firstRecent(MailboxId mailbox) {
        return state.recent().first(AccountState.find(view(), mailbox).mailbox());
    }

    private <T> T change(Function<AccountTx, T> work) {
        return store.changer().change(state, work);
    }

    private void trace(AccountTx tx, Trail.Kind kind, String object) {
        var deed = new Trail.Deed(kind, account(), Optional.of(access), object);
        store.trail().done(tx.session(), List.of(deed));
    }

    private void run(java.util.function.Consumer<AccountTx> work) {
        change(
                tx -> {
                    work.accept(tx);
                    return true;
                });
    }

    /** Makes a mailbox, and those above it that are missing. RFC 9051 §6.3.4, RFC 6154 §3. */
    public Mailbox create(MailboxName name, Optional<SpecialUse> use) {
        return change(
                tx -> {
                    Mailbox made = MailboxChanges.create(tx, name, use);
                    trace(tx, Trail.Kind.MAILBOX_CREATED, Traces.mailbox(made.id()));
                    return made;
                });
    }

    /** Deletes a mailbox with its messages; those below it stay. RFC 9051 §6.3.5. */
    public void delete(MailboxName name) {
        run(
                tx -> {
                    String object = Traces.mailbox(MailboxChanges.present(tx, name).id());
                    MailboxChanges.delete(tx, name);
                    trace(tx, Trail.Kind.MAILBOX_DELETED, object);
                });
        store.housekeeper().wake();
    }

    /**
     * Renames a mailbox and all below it; INBOX instead gives its messages to a new mailbox. RFC
     * 9051 §6.3.6.
     */
    public void rename(MailboxName from, MailboxName to) {
        run(
                tx -> {
                    String object = Traces.mailbox(MailboxChanges.present(tx, from).id());
                    MailboxChanges.rename(tx, from, to);
                    trace(tx, Trail.Kind.MAILBOX_RENAMED, object);
                });
    }

    public void subscribe(MailboxName name) {
        run(tx -> MailboxChanges.subscribe(tx, name, true));
    }

    public void unsubscribe(MailboxName name) {
        run(tx -> MailboxChanges.subscribe(tx, name, false));
    }

    /**
     * Files messages, all or none, in this order. RFC 9051 §6.3.12, RFC 3502.
     *
     * @throws Refused why a message may not be scheduled, if that is what the mailbox is for
     */
    public Filed append(MailboxId mailbox, List<NewEmail> messages) {
        Admission admission = admission(mailbox);
        List<NewEmail> admitted = admission.admit(messages);
        Filed filed = file(mailbox, admitted);
        admission.filed();
        return filed;
    }

    private Admission admission(MailboxId to) {
        return new Admission(this, store.sendGate(), AccountState.find(view(), to).mailbox());
    }

    /** The header fields of an email, all of them. EXPUNGED if it is no longer in the account. */
    public HeaderBlock header(long emailId) {
        Range range = email(emailId).summary().structure().header();
        try (Content content = content(emailId);
                InputStream in = content.range(range.offset(), range.length())) {
            return HeaderBlock.of(in.readAllBytes());
        } catch (IOException e) {
            throw Incoming.unavailable(e);
        }
    }

    private Filed file(MailboxId mailbox, List<NewEmail> messages) {
        long quota = store.quota(account());
        List<BlobRef> refs = store.blobs().keep(messages.stream().map(NewEmail::content).toList());
        return change(
                tx -> {
                    List<Long> blobs = store.blobs().insert(tx.session(), refs, 1);
                    var filings = new ArrayList<MessageChanges.Filing>(messages.size());
                    for (int i = 0; i < blobs.size(); i++) {
                        NewEmail m = messages.get(i);
                        var body = MessageChanges.Body.of(m.content(), blobs.get(i));
                        filings.add(new MessageChanges.Filing(body, m.flags(), m.received()));
                    }
                    Filed filed = MessageChanges.file(tx, tx.mailbox(mailbox), filings, quota);
                    List<Digest> digests = refs.stream().map(BlobRef::digest).toList();
                    store.trail()
                            .done(
                                    tx.session(),
                                    Traces.filed(
                                            Trail.Kind.FILED,
                                            account(),
                                            Optional.of(access),
                                            filed,
                                            digests));
                    return filed;
                });
    }

    /**
     * Changes flags. RFC 9051 §6.4.6, RFC 7162 §3.1.3.
     *
     * @param unchangedSince messages changed after this modseq are left alone; Long.MAX_VALUE: none
     */
    public StoreOutcome store(
            MailboxId mailbox, long[] uids, FlagChange change, long unchangedSince) {
        return whenNeeded(
                        view -> {
                            var selection = Selection.of(view, uids, unchangedSince);
                            return MessageChanges.changesAny(view, selection.indexes(), change)
                                    ? Optional.empty()
                                    : Optional.of(selection);
                        },
                        (tx, view) -> {
                            var selection = Selection.of(view, uids, unchangedSince);
                            traceFlags(tx, view, selection, change);
                            MessageChanges.store(tx, view, selection.indexes(), change);
                            return selection;
                        },
                        mailbox)
                .outcome(open(mailbox));
    }

    /** Reading is written down apart from other flags. */
    private void traceFlags(
            AccountTx tx, MailboxView view, Selection selection, FlagChange change) {
        MailboxId mailbox = view.mailbox().id();
        long[] read = MessageChanges.read(view, selection.indexes(), change);
        if (read.length > 0) {
            trace(tx, Trail.Kind.READ, Traces.messages(mailbox, read));
        }
        if (!change.onlyReads()) {
            trace(tx, Trail.Kind.FLAGGED, Traces.messages(mailbox, selection.changed()));
        }
    }

    /** Which messages a STORE may touch. */
    private record Selection(int[] indexes, long[] changed, long[] modified, long[] gone) {
        static Selection of(MailboxView view, long[] uids, long unchangedSince) {
            int[] present = MessageChanges.present(view, uids);
            int[] free =
                    unchangedSince == Long.MAX_VALUE
                            ? present
                            : Arrays.stream(present)
                                    .filter(i -> view.modseq(i) <= unchangedSince)
                                    .toArray();
            long[] modified =
                    free.length == present.length
                            ? new long[0]
                            : Arrays.stream(present)
                                    .filter(i -> view.modseq(i) > unchangedSince)
                                    .mapToLong(view::uid)
                                    .toArray();
            long[] gone =
                    present.length == uids.length
                            ? new long[0]
                            : Arrays.stream(uids).filter(u -> view.indexOf(u) < 0).toArray();
            long[] changed = Arrays.stream(free).mapToLong(view::uid).toArray();
            return new Selection(free, changed, modified, gone);
        }

        StoreOutcome outcome(MailboxView view) {
            return new StoreOutcome(changed, modified, gone, view);
        }
    }

    private interface InMailbox<T> {
        T apply(AccountTx tx, MailboxView view);
    }

    /**
     * Looks under the account lock whether there is anything to do, and only then begins a
     * transaction.
     */
    private <T> T whenNeeded(
            Function<MailboxView, Optional<T>> nothingToDo, InMailbox<T> work, MailboxId mailbox) {
        long settled;
        state.lock().lock();
        try {
            Optional<T> done = nothingToDo.apply(state.headMessages(mailbox));
            if (done.isEmpty()) {
                settled = -1;
            } else {
                settled = state.lastPending();
                if (settled == 0) {
                    return done.get();
                }
            }
        } finally {
            state.lock().unlock();
        }
        if (settled > 0) {
            // what made it needless must be on disk before we say so
            state.publish(settled);
            return nothingToDo.apply(open(mailbox)).orElseGet(() -> inMailbox(mailbox, work));
        }
        return inMailbox(mailbox, work);
    }

    private <T> T inMailbox(MailboxId mailbox, InMailbox<T> work) {
        return store.changer().change(state, mailbox, tx -> work.apply(tx, tx.messages(mailbox)));
    }

    /** Adds the same emails, with their flags and dates, to another mailbox. RFC 9051 §6.4.7. */
    public Filed copy(MailboxId from, long[] uids, MailboxId to) {
        Admission admission = admission(to);
        MessageChanges.Dates dates = admission.admit(from, uids);
        Filed filed =
                inMailbox(
                        from,
                        (tx, view) -> {
                            int[] indexes = MessageChanges.present(view, uids);
                            Filed copied =
                                    MessageChanges.copy(tx, view, indexes, tx.mailbox(to), dates);
                            traceCopy(tx, Trail.Kind.COPIED, from, copied);
                            return copied;
                        });
        admission.filed();
        return filed;
    }

    /** Copies and expunges in one change. RFC 9051 §6.4.8. */
    public Filed move(MailboxId from, long[] uids, MailboxId to) {
        Admission admission = admission(to);
        MessageChanges.Dates dates = admission.admit(from, uids);
        Filed moved =
                inMailbox(
                        from,
                        (tx, view) -> {
                            int[] indexes = MessageChanges.present(view, uids);
                            Filed filed =
                                    MessageChanges.copy(tx, view, indexes, tx.mailbox(to), dates);
                            // moving into the same mailbox: the copies are there now
                            MessageChanges.expunge(tx, tx.messages(from), indexes);
                            traceCopy(tx, Trail.Kind.MOVED, from, filed);
                            return filed;
                        });
        admission.filed();
        return moved;
    }

    private void traceCopy(AccountTx tx, Trail.Kind kind, MailboxId from, Filed to) {
        if (to.uids().length > 0) {
            trace(
                    tx,
                    kind,
                    Traces.messages(from, to.sourceUids())
                            + " to "
                            + Traces.messages(to.mailbox(), to.uids()));
        }
    }

    /**
     * Removes those of the given messages that carry \Deleted; returns the UIDs removed. RFC 9051
     * §6.4.3, §6.4.9.
     */
    public long[] expunge(MailboxId mailbox, long[] uids) {
        return expunge(mailbox, view -> deleted(view, MessageChanges.present(view, uids)));
    }

    /** Removes all messages that carry \Deleted; returns the UIDs removed. */
    public long[] expunge(MailboxId mailbox) {
        return expunge(
                mailbox,
                view ->
                        view.mailbox().deleted() == 0
                                ? new int[0]
                                : deleted(
                                        view,
                                        java.util.stream.IntStream.range(0, view.size())
                                                .toArray()));
    }

    private static int[] deleted(MailboxView view, int[] indexes) {
        return Arrays.stream(indexes).filter(i -> SystemFlag.DELETED.in(view.flags(i))).toArray();
    }

    private long[] expunge(MailboxId mailbox, Function<MailboxView, int[]> which) {
        return whenNeeded(
                view -> which.apply(view).length == 0 ? Optional.of(new long[0]) : Optional.empty(),
                (tx, view) -> {
                    int[] indexes = which.apply(view);
                    MessageChanges.expunge(tx, view, indexes);
                    long[] uids = Arrays.stream(indexes).mapToLong(view::uid).toArray();
                    trace(tx, Trail.Kind.EXPUNGED, Traces.messages(mailbox, uids));
                    return uids;
                },
                mailbox);
    }

    /** What was expunged after {@code modseq}, ascending, merged. RFC 7162 §3.2.5.1. */
    public List<UidRange> vanishedSince(MailboxId mailbox, long modseq) {
        long until = view().modseq();
        List<ExpungedRow> rows =
                store.database()
                        .read(
                                session ->
                                        session.createSelectionQuery(
                                                        "from ExpungedRow where mailboxId = :id and"
                                                                + " modseq > :after and modseq <="
                                                                + " :until order by firstUid",
                                                        ExpungedRow.class)
                                                .setParameter("id", mailbox.value())
                                                .setParameter("after", modseq)
                                                .setParameter("until", until)
                                                .getResultList());
        var merged = new ArrayList<UidRange>();
        for (ExpungedRow row : rows) {
            if (!merged.isEmpty() && row.firstUid <= merged.getLast().last() + 1) {
                UidRange last = merged.removeLast();
                merged.add(new UidRange(last.first(), Math.max(last.last(), row.lastUid)));
            } else {
                merged.add(new UidRange(row.firstUid, row.lastUid));
            }
        }
        return merged;
    }

    /** One email. EXPUNGED if it is no longer in the account. */
    public Email email(long emailId) {
        List<Email> found = emails(new long[] {emailId});
        if (found.isEmpty()) {
            throw new Refused(Refused.Reason.EXPUNGED, "The message is gone");
        }
        return found.getFirst();
    }

    /**
     * The emails of this account that are in one thread with any of these Message-IDs, newest
     * first.
     *
     * @param messageIds each with its angle brackets
     */
    public List<Email> thread(Collection<String> messageIds, int most) {
        view();
        List<Long> hashes =
                messageIds.stream().map(id -> MessageChanges.hash(state.key(), id)).toList();
        long[] ids =
                store.database()
                        .read(
                                session -> {
                                    Collection<Long> threads =
                                            ThreadRefs.find(session, account().value(), hashes)
                                                    .values();
                                    return threads.isEmpty()
                                            ? new long[0]
                                            : ofThreads(session, Set.copyOf(threads), most);
                                });
        return emails(ids);
    }

    private long[] ofThreads(StatelessSession session, Set<Long> threads, int most) {
        return session
                .createSelectionQuery(
                        "select id from EmailRow where accountId = :account and threadId in"
                                + " :threads order by id desc",
                        Long.class)
                .setParameter("account", account().value())
                .setParameter("threads", threads)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Several emails, in the order asked; those that are gone are left out. */
    public List<Email> emails(long[] emailIds) {
        view();
        return store.emails().read(state.key(), account().value(), emailIds);
    }

    /** Finds in one go where the contents of these emails lie, for those who will read them all. */
    public void locate(long[] emailIds) {
        store.blobs().locate(account().value(), emailIds);
    }

    /** The content of one email. EXPUNGED if it is no longer in the account. */
    public Content content(long emailId) {
        view();
        return store.blobs().open(state.key(), account().value(), emailId);
    }

    /**
     * Calls {@code listener} after every published change of this account. It runs on the writer's
     * thread: it must return at once and never wait (wake a session, fill a flag).
     */
    public Subscription onChange(Runnable listener) {
        return state.listen(listener);
    }

    /** Lets go of the account; needless to call twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.states().release(state);
        }
    }
}
