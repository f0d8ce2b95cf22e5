package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.mailstore.mailbox.Mailbox;

import java.io.IOException;

/** RENAME. RFC 9051 §6.3.6. */
final class RenameHandler {
    Reply handle(Command.Rename rename, Session session) throws IOException {
        OtherUsers.refuse(rename.to());
        Mailbox mailbox = Names.existing(session.mail(), rename.from());
        session.mail().rename(mailbox.name(), Names.of(rename.to()));
        if (mailbox.name().isInbox()) {
            session.leave(mailbox.id(), "INBOX has been emptied");
        }
        return Reply.ok("RENAME completed");
    }
}
