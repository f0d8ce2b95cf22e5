package org.mailroom.imap.session;

import org.mailroom.imap.command.MailboxName;
import org.mailroom.mailstore.refusal.Refused;

import java.util.Optional;

/**
 * The part of the name space where others would have their mailboxes: {@code Other
 * Users/carol@example.org} is where mail to that address comes in. Nothing is listed in it or can
 * be opened or made; it is there to ask for rights. RFC 9051 §6.3.10, RFC 4314 §2.1.
 */
final class OtherUsers {
    static final String LEVEL = "Other Users";
    private static final String PREFIX = LEVEL + MailboxName.DELIMITER;

    private OtherUsers() {}

    /** Whose the name is; empty: it is one's own. */
    static Optional<String> address(MailboxName name) {
        return name.value().startsWith(PREFIX)
                ? Optional.of(name.value().substring(PREFIX.length()))
                : Optional.empty();
    }

    /** Refuses to make a mailbox where one's own mailboxes do not lie. */
    static void refuse(MailboxName name) {
        if (name.value().equals(LEVEL) || address(name).isPresent()) {
            throw new Refused(
                    Refused.Reason.NO_PERMISSION, "Mailboxes of other people are not made here");
        }
    }
}
