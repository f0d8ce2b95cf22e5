package org.mailroom.imap.session;

import org.mailroom.mailstore.mailbox.KeywordSets;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.util.Optional;

/** Views of mailboxes that are in no store. */
final class Views {
    static final Mailbox MAILBOX =
            new Mailbox(
                    new MailboxId(1),
                    MailboxName.INBOX,
                    Optional.empty(),
                    1,
                    1000,
                    1,
                    0,
                    0,
                    0,
                    0,
                    1);

    private Views() {}

    static MailboxView of(long... uids) {
        var builder = new MailboxView.Builder();
        for (long uid : uids) {
            builder.add(new MessageRow(uid, 0, 0, 1, 100, uid, 0, 0));
        }
        return builder.build(MAILBOX, new KeywordSets());
    }
}
