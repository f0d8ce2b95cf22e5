package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;

/** SUBSCRIBE and UNSUBSCRIBE. RFC 9051 §6.3.7, §6.3.8. */
final class SubscribeHandler {
    /** A name without a mailbox may be subscribed: it may come back. RFC 9051 §6.3.7. */
    Reply subscribe(Command.Subscribe command, Session session) {
        session.mail().subscribe(Names.of(command.mailbox()));
        return Reply.ok("SUBSCRIBE completed");
    }

    Reply unsubscribe(Command.Unsubscribe command, Session session) {
        session.mail().unsubscribe(Names.of(command.mailbox()));
        return Reply.ok("UNSUBSCRIBE completed");
    }
}
