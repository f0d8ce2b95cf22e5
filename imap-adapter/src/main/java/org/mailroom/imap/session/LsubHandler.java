package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.ListPattern;
import org.mailroom.mailstore.mail.AccountView;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.io.IOException;
import java.util.List;

/** LSUB: subscribed names; a final "%" shows a name for those below it. RFC 3501 §6.3.9. */
final class LsubHandler {
    Reply handle(Command.Lsub lsub, Session session) throws IOException {
        AccountView view = session.mail().view();
        ListPattern pattern = lsub.pattern();
        if (pattern.isEmpty()) {
            session.writer().lsubDelimiter();
        }
        for (MailboxName name : NameTree.all(view)) {
            boolean subscribed = view.subscriptions().contains(name);
            boolean above =
                    !subscribed
                            && pattern.text().endsWith("%")
                            && NameTree.below(view.subscriptions(), name).findAny().isPresent();
            if ((subscribed || above) && pattern.matches(name.value())) {
                List<String> attributes = subscribed ? List.of() : List.of("\\Noselect");
                session.writer().lsub(attributes, Names.of(name));
            }
        }
        return Reply.ok("LSUB completed");
    }
}
