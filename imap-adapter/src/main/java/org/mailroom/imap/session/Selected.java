package org.mailroom.imap.session;

import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.FetchWriter;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseWriter;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mailbox.ViewChanges;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The selected mailbox, as the client knows it: the view that has been announced defines its
 * message numbers. {@link #sync} announces how the store's newest view differs and makes that the
 * announced one; nothing else is kept, so a session costs next to nothing while views are shared.
 * RFC 9051 §7.5, RFC 3501 §7.4.
 */
final class Selected {
    private final Session session;
    private final MailboxId id;
    private final boolean readOnly;
    private MailboxView announced;
    private SequenceSet recent;
    private SequenceSet saved = SequenceSet.EMPTY;
    private int keywordsAnnounced;

    Selected(Session session, boolean readOnly, MailboxView view, SequenceSet recent) {
        this.session = session;
        this.id = view.mailbox().id();
        this.readOnly = readOnly;
        this.announced = view;
        this.recent = recent;
        this.keywordsAnnounced = view.knownKeywords().size();
    }

    MailboxId id() {
        return id;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** What the client knows; index + 1 is the message number. */
    MailboxView announced() {
        return announced;
    }

    boolean isRecent(long uid) {
        return recent.contains(uid);
    }

    int countRecent() {
        return Messages.byUid(announced, recent).count();
    }

    /** What "$" stands for: UIDs. RFC 5182 §2.1. */
    SequenceSet saved() {
        return saved;
    }

    void save(SequenceSet uids) {
        saved = uids;
    }

    /** The messages a command names. */
    Messages messages(Numbering numbering, SequenceSet set) {
        return set.isSavedResult()
                ? Messages.byUid(announced, saved)
                : Messages.of(announced, numbering, set);
    }

    /**
     * Tells the client what has changed, in the order it must hear it.
     *
     * @param mayExpunge whether message numbers may change now. While they may not and messages are
     *     gone, only flags are told; the rest waits. RFC 9051 §7.5.1
     */
    void sync(boolean mayExpunge) throws IOException {
        MailboxView newest = newest();
        if (newest == announced) {
            return;
        }
        ViewChanges changes = announced.changesTo(newest);
        if (changes.goneIndexes().length > 0 && !mayExpunge) {
            tellFlags(changes, newest);
            return;
        }
        announced = newest;
        writeGone(changes);
        if (changes.added() > 0) {
            session.writer().exists(newest.size());
            writeRecent(newest.size() - changes.added());
        }
        writeNewKeywords(newest);
        writeChanged(changes, newest, newest);
    }

    /**
     * The store's. A mailbox deleted by someone else ends the connection, as there is no word to
     * say that it is gone; so does INBOX under another name, since messages come to a new one.
     */
    private MailboxView newest() {
        Optional<Mailbox> now = session.mail().view().mailbox(id);
        if (now.isEmpty() || now.get().name().isInbox() != announced.mailbox().name().isInbox()) {
            throw Farewell.mailboxGone();
        }
        return session.mail().open(id);
    }

    private static long[] uids(MailboxView view, int[] indexes) {
        long[] uids = new long[indexes.length];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = view.uid(indexes[i]);
        }
        return uids;
    }

    /** Takes flags as known to the client, without telling. Both UIDs and view are the store's. */
    void adopt(long[] uids, MailboxView from) {
        announced = Merge.flags(announced, from, uids);
    }

    /** Tells of changed flags only, before a command reads what is announced. */
    void syncFlags() throws IOException {
        MailboxView newest = newest();
        if (newest != announced) {
            tellFlags(announced.changesTo(newest), newest);
        }
    }

    private void tellFlags(ViewChanges changes, MailboxView newest) throws IOException {
        MailboxView numbers = announced;
        adopt(uids(newest, changes.changedIndexes()), newest);
        writeNewKeywords(newest);
        writeChanged(changes, newest, numbers);
    }

    private void writeGone(ViewChanges changes) throws IOException {
        ResponseWriter writer = session.writer();
        long[] uids = changes.goneUids();
        if (uids.length == 0) {
            return;
        }
        if (session.enabled().qresync()) {
            writer.vanished(false, SequenceSet.of(uids));
        } else {
            int[] indexes = changes.goneIndexes();
            for (int i = 0; i < indexes.length; i++) {
                // Each one told moves those after it down by one. RFC 9051 §7.5.1
                writer.expunge(indexes[i] - i + 1L);
            }
        }
    }

    // RFC 3501 §2.3.2: a session that is told of a message first has it as \Recent.
    private void writeRecent(int firstNew) throws IOException {
        if (session.enabled().rev2()) {
            return;
        }
        long unannounced =
                readOnly ? session.mail().firstRecent(id) : session.mail().claimRecent(id);
        long first = Math.max(unannounced, announced.uid(firstNew));
        long last = announced.uid(announced.size() - 1);
        if (first <= last) {
            var more = new SequenceSet.Builder().addRange(first, last);
            for (int i = 0; i < recent.rangeCount(); i++) {
                more.addRange(recent.first(i), recent.last(i));
            }
            recent = more.build();
        }
        session.writer().recent(countRecent());
    }

    /** FLAGS anew if the account has come to know more keywords. */
    void writeNewKeywords(MailboxView newest) throws IOException {
        int known = newest.knownKeywords().size();
        if (known != keywordsAnnounced) {
            keywordsAnnounced = known;
            writeFlags(newest);
        }
    }

    /** FLAGS and PERMANENTFLAGS. RFC 9051 §7.3.5, §7.1. */
    void writeFlags(MailboxView view) throws IOException {
        var flags = new ArrayList<String>();
        for (SystemFlag flag : SystemFlag.values()) {
            flags.add(flag.wire());
        }
        flags.addAll(view.knownKeywords());
        session.writer().flags(flags);
        session.writer()
                .untaggedOk(
                        new ResponseCode.PermanentFlags(readOnly ? List.of() : flags, !readOnly),
                        readOnly ? "Read-only" : "Flags are kept");
    }

    private void writeChanged(ViewChanges changes, MailboxView newest, MailboxView numbers)
            throws IOException {
        if (changes.changedIndexes().length == 0) {
            return;
        }
        var lists = new FlagLists(newest);
        for (int index : changes.changedIndexes()) {
            MessageRow row = newest.row(index);
            int number = (numbers == newest ? index : numbers.indexOf(row.uid())) + 1;
            writeChange(lists, number, row, session.enabled().qresync(), true);
        }
    }

    /**
     * An untagged FETCH that tells of a change. RFC 7162 §3.1.4: with the mod-sequence once that is
     * enabled.
     */
    void writeChange(FlagLists lists, int number, MessageRow row, boolean uid, boolean flags)
            throws IOException {
        var fetch = new FetchWriter(session.writer());
        fetch.begin(number);
        if (uid) {
            fetch.uid(row.uid());
        }
        if (flags) {
            fetch.flags(lists.of(row, isRecent(row.uid())));
        }
        if (session.enabled().condstore()) {
            fetch.modSeq(row.modseq());
        }
        fetch.end();
    }

    ResponseCode highestModseq() {
        return new ResponseCode.HighestModSeq(announced.mailbox().highestModseq());
    }

    void writeHighestModseq() throws IOException {
        session.writer().untaggedOk(highestModseq(), "Highest");
    }
}
