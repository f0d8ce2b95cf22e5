package org.mailroom.imap.session;

import org.mailroom.imap.command.Select;
import org.mailroom.imap.command.SelectParameters.Qresync;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.ListEntry;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.imap.response.ResponseWriter;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SystemFlag;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** SELECT and EXAMINE. RFC 9051 §6.3.2, §6.3.3, RFC 7162 §3.2.5. */
final class SelectHandler {
    Reply handle(Select select, Session session) throws IOException {
        if (select.parameters().qresync().isPresent() && !session.enabled().qresync()) {
            // RFC 7162 §3.2.5
            return Reply.bad("QRESYNC must be enabled first");
        }
        if (session.ifSelected().isPresent()) {
            session.unselect();
            session.writer().untaggedOk(Plain.CLOSED, "The previous mailbox is closed");
        }
        AccountMail mail = session.mail();
        Mailbox mailbox = Names.existing(mail, select.mailbox());
        // \Recent is IMAP4rev1's, and EXAMINE takes it from nobody. RFC 3501 §2.3.2
        boolean rev2 = session.enabled().rev2();
        long recent =
                rev2 || select.readOnly()
                        ? mail.firstRecent(mailbox.id())
                        : mail.claimRecent(mailbox.id());
        MailboxView view = mail.open(mailbox.id());
        SequenceSet uids = rev2 ? SequenceSet.EMPTY : from(recent, view);
        var selected = new Selected(session, select.readOnly(), view, uids);
        if (select.parameters().condstore()) {
            session.enableCondstore();
        }
        writeState(selected, session);
        resync(select.parameters().qresync(), selected, session);
        session.select(selected);
        return select.readOnly()
                ? Reply.ok(Plain.READ_ONLY, "EXAMINE completed")
                : Reply.ok(Plain.READ_WRITE, "SELECT completed");
    }

    /**
     * The sequence match is not needed: every expunge is remembered, so VANISHED is exact without
     * it. Another UIDVALIDITY means that the client knows nothing. RFC 7162 §3.2.5.
     */
    private static void resync(Optional<Qresync> known, Selected selected, Session session)
            throws IOException {
        long uidValidity = selected.announced().mailbox().uidValidity();
        if (known.isPresent() && known.get().uidValidity() == uidValidity) {
            SequenceSet uids = known.get().knownUids().orElse(SequenceSet.ALL);
            Resync.writeVanished(session, selected, uids, known.get().modSeq());
            Resync.writeChanged(selected, uids, known.get().modSeq());
        }
    }

    private static SequenceSet from(long first, MailboxView view) {
        if (view.size() == 0 || view.uid(view.size() - 1) < first) {
            return SequenceSet.EMPTY;
        }
        return SequenceSet.ofRange(first, view.uid(view.size() - 1));
    }

    private static void writeState(Selected selected, Session session) throws IOException {
        MailboxView view = selected.announced();
        Mailbox mailbox = view.mailbox();
        ResponseWriter writer = session.writer();
        selected.writeFlags(view);
        writer.exists(view.size());
        if (session.enabled().rev2()) {
            writer.list(ListEntry.of(Names.of(mailbox.name()), List.of()));
        } else {
            writer.recent(selected.countRecent());
            int unseen = firstUnseen(view);
            if (unseen >= 0) {
                writer.untaggedOk(new ResponseCode.Unseen(unseen + 1L), "First unseen");
            }
        }
        writer.untaggedOk(new ResponseCode.UidValidity(mailbox.uidValidity()), "UIDs valid");
        writer.untaggedOk(new ResponseCode.UidNext(mailbox.uidNext()), "Next UID");
        writer.untaggedOk(new ResponseCode.MailboxId(mailbox.id().objectId()), "Identifier");
        selected.writeHighestModseq();
    }

    private static int firstUnseen(MailboxView view) {
        if (view.mailbox().unseen() > 0) {
            for (int i = 0; i < view.size(); i++) {
                if (!SystemFlag.SEEN.in(view.flags(i))) {
                    return i;
                }
            }
        }
        return -1;
    }
}
