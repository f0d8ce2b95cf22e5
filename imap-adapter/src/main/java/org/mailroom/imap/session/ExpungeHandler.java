package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.response.ResponseCode.Plain;

import java.io.IOException;

/** EXPUNGE and UID EXPUNGE. RFC 9051 §6.4.3, §6.4.9, RFC 7162 §3.2.7. */
final class ExpungeHandler {
    Reply handle(Command.Expunge expunge, Session session) throws IOException {
        Selected selected = session.selected();
        if (selected.readOnly()) {
            return Reply.no(Plain.READ_ONLY, "The mailbox is selected read-only");
        }
        if (expunge.uids().isPresent()) {
            Messages messages = selected.messages(Numbering.UID, expunge.uids().get());
            session.mail().expunge(selected.id(), messages.uids());
        } else {
            session.mail().expunge(selected.id());
        }
        selected.sync(true);
        return session.enabled().condstore()
                ? Reply.ok(selected.highestModseq(), "EXPUNGE completed")
                : Reply.ok("EXPUNGE completed");
    }
}
