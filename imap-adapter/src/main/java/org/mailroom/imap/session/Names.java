package org.mailroom.imap.session;

import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;

/** Mailbox names between commands and the store, which has rules of its own. RFC 9051 §5.1. */
final class Names {
    private Names() {}

    static MailboxName of(org.mailroom.imap.command.MailboxName name) {
        return new MailboxName(name.value());
    }

    static org.mailroom.imap.command.MailboxName of(MailboxName name) {
        return new org.mailroom.imap.command.MailboxName(name.value());
    }

    /** The mailbox of that name; NONEXISTENT. */
    static Mailbox existing(AccountMail mail, org.mailroom.imap.command.MailboxName name) {
        return mail.view()
                .mailbox(of(name))
                .orElseThrow(
                        () -> new Refused(Refused.Reason.NONEXISTENT, "There is no such mailbox"));
    }
}
