package org.mailroom.imap.session;

import org.mailroom.imap.command.ListCommand;
import org.mailroom.imap.command.ListCommand.Selection;
import org.mailroom.imap.command.ListPattern;

import java.io.IOException;

/** LIST. RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154 §2. */
final class ListHandler {
    Reply handle(ListCommand list, Session session) throws IOException {
        if (list.selection().contains(Selection.RECURSIVEMATCH)
                && !list.selection().contains(Selection.SUBSCRIBED)
                && !list.selection().contains(Selection.SPECIAL_USE)) {
            // RFC 9051 §6.3.9.1
            return Reply.bad("RECURSIVEMATCH needs something to match");
        }
        if (list.patterns().stream().anyMatch(ListPattern::isEmpty)) {
            session.writer().listDelimiter();
        }
        new Listing(session.mail().view(), list, session).write();
        return Reply.ok("LIST completed");
    }
}
