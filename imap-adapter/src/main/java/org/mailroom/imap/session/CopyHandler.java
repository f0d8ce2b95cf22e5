package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mailbox.Mailbox;

import java.io.IOException;
import java.util.Optional;

/** COPY and MOVE. RFC 9051 §6.4.7, §6.4.8. */
final class CopyHandler {
    Reply copy(Command.Copy copy, Session session) {
        Selected selected = session.selected();
        Messages messages = selected.messages(copy.numbering(), copy.messages());
        Optional<Mailbox> target = session.mail().view().mailbox(Names.of(copy.target()));
        if (target.isEmpty()) {
            return tryCreate(copy.target());
        }
        if (messages.isEmpty()) {
            return Reply.ok("COPY completed, of nothing");
        }
        Filed filed = session.mail().copy(selected.id(), messages.uids(), target.get().id());
        return filed.uids().length == 0
                ? Reply.no(Plain.EXPUNGEISSUED, "The messages are gone")
                : Reply.ok(copyUid(filed), "COPY completed");
    }

    /** The new UIDs are told before the old ones are expunged. RFC 9051 §6.4.8. */
    Reply move(Command.Move move, Session session) throws IOException {
        Selected selected = session.selected();
        if (selected.readOnly()) {
            return Reply.no(Plain.READ_ONLY, "The mailbox is selected read-only");
        }
        Messages messages = selected.messages(move.numbering(), move.messages());
        Optional<Mailbox> target = session.mail().view().mailbox(Names.of(move.target()));
        if (target.isEmpty()) {
            return tryCreate(move.target());
        }
        if (messages.isEmpty()) {
            return Reply.ok("MOVE completed, of nothing");
        }
        Filed filed = session.mail().move(selected.id(), messages.uids(), target.get().id());
        if (filed.uids().length == 0) {
            return Reply.no(Plain.EXPUNGEISSUED, "The messages are gone");
        }
        session.writer().untaggedOk(copyUid(filed), "Moved");
        selected.sync(true);
        return session.enabled().condstore()
                ? Reply.ok(selected.highestModseq(), "MOVE completed")
                : Reply.ok("MOVE completed");
    }

    static Reply tryCreate(org.mailroom.imap.command.MailboxName missing) {
        OtherUsers.refuse(missing);
        return Reply.no(Plain.TRYCREATE, "There is no such mailbox");
    }

    // RFC 9051 §7.1, COPYUID: both sets in the same order.
    private static ResponseCode copyUid(Filed filed) {
        return new ResponseCode.CopyUid(
                filed.uidValidity(),
                SequenceSet.of(filed.sourceUids()),
                SequenceSet.of(filed.uids()));
    }
}
