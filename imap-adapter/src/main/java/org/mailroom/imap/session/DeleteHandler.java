package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.mailstore.mailbox.Mailbox;

import java.io.IOException;

/** DELETE. RFC 9051 §6.3.5. */
final class DeleteHandler {
    Reply handle(Command.Delete delete, Session session) throws IOException {
        Mailbox mailbox = Names.existing(session.mail(), delete.mailbox());
        session.mail().delete(mailbox.name());
        session.leave(mailbox.id(), "The selected mailbox is deleted");
        return Reply.ok("DELETE completed");
    }
}
