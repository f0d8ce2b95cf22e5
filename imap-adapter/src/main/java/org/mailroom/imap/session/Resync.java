package org.mailroom.imap.session;

import org.mailroom.imap.command.SequenceSet;
import org.mailroom.mailstore.mail.UidRange;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.io.IOException;

/** What changed while the client was away. RFC 7162 §3.2.5, §3.2.6. */
final class Resync {
    private Resync() {}

    /** VANISHED (EARLIER) for those of {@code uids} expunged after {@code modseq}. */
    static void writeVanished(Session session, Selected selected, SequenceSet uids, long modseq)
            throws IOException {
        var gone = new SequenceSet.Builder();
        for (UidRange range : session.mail().vanishedSince(selected.id(), modseq)) {
            addAbsent(gone, range, selected.announced());
        }
        SequenceSet told = gone.build().intersect(uids.resolve(SequenceSet.MAX));
        if (!told.isEmpty()) {
            session.writer().vanished(true, told);
        }
    }

    /** What was expunged only after the view was taken is told of by the next sync. */
    private static void addAbsent(SequenceSet.Builder gone, UidRange range, MailboxView view) {
        long next = range.first();
        for (int i = view.ceiling(next); i < view.size() && view.uid(i) <= range.last(); i++) {
            if (next < view.uid(i)) {
                gone.addRange(next, view.uid(i) - 1);
            }
            next = view.uid(i) + 1;
        }
        if (next <= range.last()) {
            gone.addRange(next, range.last());
        }
    }

    /** FETCH with UID, flags and mod-sequence for those of {@code uids} changed since. */
    static void writeChanged(Selected selected, SequenceSet uids, long modseq) throws IOException {
        MailboxView view = selected.announced();
        if (view.mailbox().highestModseq() <= modseq) {
            return;
        }
        var lists = new FlagLists(view);
        for (var i = Messages.byUid(view, uids).indexes(); i.hasNext(); ) {
            int index = i.nextInt();
            MessageRow row = view.row(index);
            if (row.modseq() > modseq) {
                selected.writeChange(lists, index + 1, row, true, true);
            }
        }
    }
}
