package org.mailroom.imap.session;

import org.mailroom.imap.response.ResponseCode;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.ViewChanges;

import java.util.Arrays;

/** CLOSE and UNSELECT. RFC 9051 §6.4.1, §6.4.2. */
final class CloseHandler {
    /**
     * Nothing is told of what CLOSE removes but the mod-sequence, and that only to a client that
     * thereby misses nothing else. RFC 7162 §3.2.8.
     */
    Reply close(Session session) {
        Selected selected = session.selected();
        session.unselect();
        if (selected.readOnly()) {
            return Reply.ok("CLOSE completed");
        }
        long[] expunged = session.mail().expunge(selected.id());
        if (expunged.length == 0 || !session.enabled().condstore()) {
            return Reply.ok("CLOSE completed");
        }
        MailboxView now = session.mail().open(selected.id());
        return onlyGone(selected.announced().changesTo(now), expunged)
                ? Reply.ok(
                        new ResponseCode.HighestModSeq(now.mailbox().highestModseq()),
                        "CLOSE completed")
                : Reply.ok("CLOSE completed");
    }

    private static boolean onlyGone(ViewChanges changes, long[] expunged) {
        return changes.added() == 0
                && changes.changedIndexes().length == 0
                && Arrays.stream(changes.goneUids())
                        .allMatch(uid -> Arrays.binarySearch(expunged, uid) >= 0);
    }

    Reply unselect(Session session) {
        session.unselect();
        return Reply.ok("UNSELECT completed");
    }
}
