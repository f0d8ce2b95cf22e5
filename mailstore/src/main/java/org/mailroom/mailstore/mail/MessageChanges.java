package org.mailroom.mailstore.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.EmailRow;
import org.mailroom.mailstore.rows.EmailRows;
import org.mailroom.mailstore.rows.Entries;
import org.mailroom.mailstore.rows.ExpungedRow;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.ThreadRefs;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.RecordKind;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is done to messages, inside a transaction. Views passed in are those of the head. */
final class MessageChanges {
    /** UIDs are 32 bits wide, RFC 9051 §2.3.1.1. */
    private static final long MAX_UID = 0xFFFF_FFFFL;

    /** References looked at to find a message's thread: its own id and the nearest ancestors. */
    private static final int MAX_REFERENCES = 20;

    private MessageChanges() {}

    /**
     * A content that lies in a blob: what an email's row needs of it.
     *
     * @param key stays with whoever opened it
     */
    record Body(long blobId, BlobId token, DataKey key, long size, Summary summary) {
        static Body of(Incoming content, long blobId) {
            return new Body(
                    blobId,
                    content.staged().id(),
                    content.staged().dataKey(),
                    content.size(),
                    content.summary());
        }
    }

    /** A message to file: its content, and what to say of it. */
    record Filing(Body body, Flags flags, Instant received) {}

    /** Makes emails and puts them in a mailbox, in this order. */
    static Filed file(AccountTx tx, Mailbox mailbox, List<Filing> filings, long quota) {
        requireUids(mailbox, filings.size());
        long octets = 0;
        var rows = new ArrayList<MessageRow>(filings.size());
        long uid = mailbox.uidNext();
        long now = Instant.now().getEpochSecond();
        for (Filing filing : filings) {
            octets += filing.body().size();
        }
        tx.use(octets, quota);
        var emails = new ArrayList<EmailRow>(filings.size());
        for (Filing filing : filings) {
            EmailRow email = email(tx, filing);
            emails.add(email);
            rows.add(
                    new MessageRow(
                            uid++,
                            filing.flags().system(),
                            tx.keywordSet(filing.flags()),
                            tx.modseq(),
                            email.size,
                            email.id,
                            email.received,
                            now));
        }
        EmailRows.insert(tx.session(), emails);
        tx.add(mailbox, rows);
        return filed(tx, mailbox, rows, new long[0]);
    }

    private static Filed filed(
            AccountTx tx, Mailbox mailbox, List<MessageRow> rows, long[] sources) {
        long[] uids = rows.stream().mapToLong(MessageRow::uid).toArray();
        long[] emails = rows.stream().mapToLong(MessageRow::emailId).toArray();
        return new Filed(mailbox.id(), mailbox.uidValidity(), sources, uids, emails, tx.modseq());
    }

    private static void requireUids(Mailbox mailbox, long count) {
        if (mailbox.uidNext() + count > MAX_UID) {
            throw new Refused(Refused.Reason.LIMIT, "The mailbox has no UIDs left");
        }
    }

    private static EmailRow email(AccountTx tx, Filing filing) {
        Body body = filing.body();
        Summary summary = body.summary();
        var row = new EmailRow();
        row.id = tx.nextId(Ids.Of.EMAIL);
        row.accountId = tx.account().value();
        row.blobId = body.blobId();
        row.wrappedKey = tx.key().wrap(body.key(), body.token());
        row.size = body.size();
        row.received = Math.clamp(filing.received().getEpochSecond(), 0, 0xFFFF_FFFFL);
        row.threadId = thread(tx, row.id, summary);
        row.entries = 1;
        row.summary = tx.key().sealRecord(RecordKind.SUMMARY, row.id, summary.encode());
        return row;
    }

    /**
     * The thread of a new email: that of any message it answers or that answers it, else its own.
     * Message-IDs are kept as keyed hashes. RFC 8474 §5.2: it never changes afterwards.
     */
    private static long thread(AccountTx tx, long emailId, Summary summary) {
        Set<String> ids = new LinkedHashSet<>();
        summary.messageId().ifPresent(ids::add);
        List<String> ancestors = new ArrayList<>(summary.references());
        ancestors.addAll(summary.inReplyTo());
        ids.addAll(ancestors.reversed());
        Set<Long> hashes = new TreeSet<>();
        ids.stream().limit(MAX_REFERENCES).forEach(id -> hashes.add(hash(tx.key(), id)));
        if (hashes.isEmpty()) {
            return emailId;
        }
        Map<Long, Long> known = ThreadRefs.find(tx.session(), tx.account().value(), hashes);
        long thread = known.values().stream().min(Long::compare).orElse(emailId);
        hashes.removeAll(known.keySet());
        if (!hashes.isEmpty()) {
            ThreadRefs.insert(tx.session(), tx.account().value(), hashes, thread);
        }
        return thread;
    }

    static long hash(AccountKey key, String messageId) {
        return ByteBuffer.wrap(key.hash(HashKind.MESSAGE_ID, messageId.getBytes(UTF_8))).getLong();
    }

    /** The indexes of those UIDs that are there. */
    static int[] present(MailboxView view, long[] uids) {
        int[] indexes = new int[uids.length];
        int n = 0;
        for (long uid : uids) {
            int index = view.indexOf(uid);
            if (index >= 0) {
                indexes[n++] = index;
            }
        }
        return Arrays.copyOf(indexes, n);
    }

    /** Sets new flags where they differ. */
    static void store(AccountTx tx, MailboxView view, int[] indexes, FlagChange change) {
        int n = 0;
        int[] changed = new int[indexes.length];
        byte[] flags = new byte[indexes.length];
        int[] sets = new int[indexes.length];
        var counters = new AccountTx.Counters(view.mailbox());
        var newSets = new HashMap<Integer, Integer>();
        for (int index : indexes) {
            int old = view.flags(index);
            int oldSet = view.keywordSet(index);
            int next = system(old, change);
            int nextSet =
                    newSets.computeIfAbsent(oldSet, s -> tx.keywordSet(keywords(view, s, change)));
            if (next != old || nextSet != oldSet) {
                changed[n] = index;
                flags[n] = (byte) next;
                sets[n++] = nextSet;
                counters.change(old, next);
            }
        }
        int[] at = Arrays.copyOf(changed, n);
        Entries.updateFlags(
                tx.session(),
                view.mailbox().id().value(),
                runs(view, at, flags, sets),
                tx.modseq());
        Mailbox mailbox = counters.result(view.mailbox().uidNext(), tx.modseq());
        tx.update(mailbox);
        tx.draft().put(new AccountView.Node(view.withFlags(mailbox, at, flags, sets, tx.modseq())));
    }

    private static List<Entries.FlagRun> runs(
            MailboxView view, int[] at, byte[] flags, int[] sets) {
        var runs = new ArrayList<Entries.FlagRun>();
        int first = 0;
        for (int i = 1; i <= at.length; i++) {
            boolean ends =
                    i == at.length
                            || at[i] != at[i - 1] + 1
                            || flags[i] != flags[first]
                            || sets[i] != sets[first];
            if (ends) {
                long from = view.uid(at[first]);
                long to = view.uid(at[i - 1]);
                runs.add(new Entries.FlagRun(from, to, flags[first], sets[first]));
                first = i;
            }
        }
        return runs;
    }

    /** Whether the change would change any of these messages. */
    static boolean changesAny(MailboxView view, int[] indexes, FlagChange change) {
        var same = new HashMap<Integer, Boolean>();
        for (int index : indexes) {
            int old = view.flags(index);
            boolean keep =
                    same.computeIfAbsent(
                            view.keywordSet(index),
                            s ->
                                    sameKeywords(
                                            view.keywords(s),
                                            keywords(view, s, change).keywords()));
            if (system(old, change) != old || !keep) {
                return true;
            }
        }
        return false;
    }

    /** The UIDs of those that the change makes \Seen. */
    static long[] read(MailboxView view, int[] indexes, FlagChange change) {
        return Arrays.stream(indexes)
                .filter(i -> !SystemFlag.SEEN.in(view.flags(i)))
                .filter(i -> SystemFlag.SEEN.in(system(view.flags(i), change)))
                .mapToLong(view::uid)
                .toArray();
    }

    private static boolean sameKeywords(List<String> a, List<String> b) {
        var left = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        left.addAll(a);
        return a.size() == b.size() && left.containsAll(b);
    }

    private static int system(int old, FlagChange change) {
        int given = change.flags().system();
        return switch (change.mode()) {
            case ADD -> old | given;
            case REMOVE -> old & ~given;
            case REPLACE -> given;
        };
    }

    private static Flags keywords(MailboxView view, int set, FlagChange change) {
        var result = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> given = change.flags().keywords();
        switch (change.mode()) {
            case ADD -> {
                result.addAll(view.keywords(set));
                result.addAll(given);
            }
            case REMOVE -> {
                result.addAll(view.keywords(set));
                given.forEach(result::remove);
            }
            case REPLACE -> result.addAll(given);
        }
        return new Flags(0, List.copyOf(result));
    }

    /** When a message is said to have come, by the date it has now. */
    @FunctionalInterface
    interface Dates {
        long received(MessageRow message);

        Dates SAME = MessageRow::received;
    }

    /** Adds entries for the same emails to another mailbox, with their flags. */
    static Filed copy(AccountTx tx, MailboxView view, int[] indexes, Mailbox to, Dates dates) {
        requireUids(to, indexes.length);
        long uid = to.uidNext();
        long now = Instant.now().getEpochSecond();
        var rows = new ArrayList<MessageRow>(indexes.length);
        long[] sources = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            MessageRow from = view.row(indexes[i]);
            sources[i] = from.uid();
            rows.add(
                    new MessageRow(
                            uid++,
                            from.flags(),
                            from.keywordSet(),
                            tx.modseq(),
                            from.size(),
                            from.emailId(),
                            dates.received(from),
                            now));
        }
        Entries.retain(tx.session(), rows.stream().map(MessageRow::emailId).toList());
        tx.add(to, rows);
        return filed(tx, to, rows, sources);
    }

    /** Removes messages and remembers their UIDs. */
    static void expunge(AccountTx tx, MailboxView view, int[] indexes) {
        long mailboxId = view.mailbox().id().value();
        var counters = new AccountTx.Counters(view.mailbox());
        var rows = new ArrayList<MessageRow>(indexes.length);
        for (int index : indexes) {
            MessageRow row = view.row(index);
            rows.add(row);
            counters.remove(row.flags(), row.size());
        }
        Entries.Gone gone = Entries.delete(tx.session(), mailboxId, rows);
        tx.use(-gone.octets(), 0);
        tx.gone(gone.emails());
        remember(tx, view, indexes);
        Mailbox mailbox = counters.result(view.mailbox().uidNext(), tx.modseq());
        tx.update(mailbox);
        tx.draft().put(new AccountView.Node(view.without(mailbox, indexes)));
    }

    /** Neighbours become one range: what lies between them had gone before, if it ever was. */
    private static void remember(AccountTx tx, MailboxView view, int[] indexes) {
        var ranges = new ArrayList<ExpungedRow>();
        int i = 0;
        while (i < indexes.length) {
            int end = i;
            while (end + 1 < indexes.length && indexes[end + 1] == indexes[end] + 1) {
                end++;
            }
            var row = new ExpungedRow();
            row.mailboxId = view.mailbox().id().value();
            row.modseq = tx.modseq();
            row.firstUid = view.uid(indexes[i]);
            row.lastUid = view.uid(indexes[end]);
            ranges.add(row);
            i = end + 1;
        }
        tx.session().insertMultiple(ranges);
    }
}
