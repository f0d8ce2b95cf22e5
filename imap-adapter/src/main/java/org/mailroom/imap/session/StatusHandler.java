package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.StatusItem;
import org.mailroom.imap.response.StatusValue;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;

/** STATUS. RFC 9051 §6.3.11. */
final class StatusHandler {
    Reply handle(Command.Status status, Session session) throws IOException {
        write(Names.existing(session.mail(), status.mailbox()), status.items(), session);
        return Reply.ok("STATUS completed");
    }

    /** The untagged STATUS, which LIST gives too. RFC 9051 §7.3.4, RFC 5819. */
    static void write(Mailbox mailbox, Set<StatusItem> items, Session session) throws IOException {
        if (items.contains(StatusItem.HIGHESTMODSEQ)) {
            session.enableCondstore();
        }
        var values = new ArrayList<StatusValue>();
        for (StatusItem item : new TreeSet<>(items)) {
            values.add(value(item, mailbox, session));
        }
        session.writer().status(Names.of(mailbox.name()), values);
    }

    private static StatusValue value(StatusItem item, Mailbox mailbox, Session session) {
        if (item == StatusItem.MAILBOXID) {
            return StatusValue.objectId(item, mailbox.id().objectId());
        }
        return StatusValue.number(
                item,
                switch (item) {
                    case MESSAGES -> mailbox.messages();
                    case RECENT -> recent(mailbox, session);
                    case UIDNEXT -> mailbox.uidNext();
                    case UIDVALIDITY -> mailbox.uidValidity();
                    case UNSEEN -> mailbox.unseen();
                    case DELETED -> mailbox.deleted();
                    case SIZE -> mailbox.size();
                    case HIGHESTMODSEQ -> mailbox.highestModseq();
                    case APPENDLIMIT -> session.services().settings().appendLimit();
                    case MAILBOXID -> throw new IllegalStateException("not a number");
                });
    }

    private static long recent(Mailbox mailbox, Session session) {
        long first = session.mail().firstRecent(mailbox.id());
        if (first >= mailbox.uidNext()) {
            return 0;
        }
        MailboxView view = session.mail().open(mailbox.id());
        return (long) view.size() - view.ceiling(first);
    }
}
