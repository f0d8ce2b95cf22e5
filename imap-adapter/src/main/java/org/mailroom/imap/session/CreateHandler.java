package org.mailroom.imap.session;

import org.mailroom.imap.command.Create;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.SpecialUse;

import java.util.Optional;

/** CREATE. RFC 9051 §6.3.4, RFC 6154 §3, RFC 8474 §4.1. */
final class CreateHandler {
    Reply handle(Create create, Session session) {
        OtherUsers.refuse(create.mailbox());
        Optional<SpecialUse> use =
                create.specialUses().stream().findFirst().flatMap(SpecialUse::byWire);
        // RFC 6154 §3: one use we cannot give, or more of them than a mailbox has, is refused.
        if (create.specialUses().size() > 1 || (use.isEmpty() && !create.specialUses().isEmpty())) {
            return Reply.no(Plain.USEATTR, "A mailbox cannot have that use here");
        }
        Mailbox made = session.mail().create(Names.of(create.mailbox()), use);
        return Reply.ok(new ResponseCode.MailboxId(made.id().objectId()), "CREATE completed");
    }
}
