package org.mailroom.imap.session;

import org.mailroom.mailstore.mail.AccountView;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The names LIST and LSUB choose from. */
final class NameTree {
    private NameTree() {}

    /** Mailboxes, subscribed names, and all names above them. */
    static SortedSet<MailboxName> all(AccountView view) {
        var names = new TreeSet<MailboxName>(view.subscriptions());
        view.mailboxes().forEach(mailbox -> names.add(mailbox.name()));
        var parents = new TreeSet<MailboxName>();
        for (MailboxName name : names) {
            Optional<MailboxName> parent = name.parent();
            while (parent.isPresent()
                    && !names.contains(parent.get())
                    && parents.add(parent.get())) {
                parent = parent.get().parent();
            }
        }
        names.addAll(parents);
        return names;
    }

    static Stream<MailboxName> below(SortedSet<MailboxName> names, MailboxName above) {
        return names.tailSet(above).stream()
                .takeWhile(name -> name.value().startsWith(above.value()))
                .filter(name -> name.isBelow(above));
    }
}
