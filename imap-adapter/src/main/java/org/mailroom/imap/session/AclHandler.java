package org.mailroom.imap.session;

import org.mailroom.imap.command.Acl;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.util.Optional;

/**
 * Rights. RFC 4314. Mailboxes are their owner's alone: the owner has every right, others have none,
 * and LISTRIGHTS says that this cannot be changed. What a client learns here is whom it may write
 * to: MYRIGHTS on a name of {@link OtherUsers} shows "p" if, and only if, mail to that address
 * would be taken.
 */
final class AclHandler {
    /** All but "p", with the old rights that they imply. RFC 4314 §2.1.1. */
    private static final String OWNER = "lrswikxteacd";

    private static final String POST = "p";

    Reply handle(Acl command, Session session) throws IOException {
        Optional<String> other = OtherUsers.address(command.mailbox());
        if (other.isPresent()) {
            return command instanceof Acl.Mine mine
                    ? mine(mine, other.get(), session)
                    : Reply.no(Plain.NOPERM, "Rights in other people's mailboxes are not shown");
        }
        MailboxName name = Names.existing(session.mail(), command.mailbox()).name();
        String owner = owner(session);
        switch (command) {
            case Acl.Mine c ->
                    session.writer().rights("MYRIGHTS", c.mailbox(), rights(session, name));
            case Acl.Show c ->
                    session.writer().rights("ACL", c.mailbox(), owner, rights(session, name));
            case Acl.Possible c -> {
                boolean own = c.identifier().equalsIgnoreCase(owner);
                String always = own ? rights(session, name) : "";
                session.writer().rights("LISTRIGHTS", c.mailbox(), c.identifier(), always);
            }
            case Acl.Set c -> {
                return fixed();
            }
            case Acl.Delete c -> {
                return fixed();
            }
        }
        return Reply.ok("Rights shown");
    }

    private static Reply fixed() {
        return Reply.no(Plain.CANNOT, "Mailboxes are their owner's alone; rights stay as they are");
    }

    /** RFC 4314 §2.1: "p" is about the address of the mailbox. */
    private static Reply mine(Acl.Mine mine, String address, Session session) throws IOException {
        Optional<Refused> no =
                session.services().store().sendGate().mayPost(session.mail().account(), address);
        if (no.isPresent()) {
            return Replies.to(no.get());
        }
        session.writer().rights("MYRIGHTS", mine.mailbox(), POST);
        return Reply.ok("Mail to this address is taken");
    }

    private static String rights(Session session, MailboxName mailbox) {
        boolean posts =
                mailbox.isInbox()
                        && session.services()
                                .store()
                                .sendGate()
                                .mayPost(session.mail().account(), owner(session))
                                .isEmpty();
        return posts ? OWNER + POST : OWNER;
    }

    private static String owner(Session session) {
        return session.services()
                .store()
                .accounts()
                .byId(session.mail().account())
                .map(Account::address)
                .orElseThrow(Farewell::accountClosed);
    }
}
