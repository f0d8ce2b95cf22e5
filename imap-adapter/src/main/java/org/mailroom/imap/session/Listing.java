package org.mailroom.imap.session;

import org.mailroom.imap.command.ListCommand;
import org.mailroom.imap.command.ListCommand.Return;
import org.mailroom.imap.command.ListCommand.Selection;
import org.mailroom.imap.response.ListEntry;
import org.mailroom.mailstore.mail.AccountView;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** One LIST, name by name: which are listed, and what is said of them. RFC 9051 §6.3.9, §7.3.1. */
final class Listing {
    private final AccountView view;
    private final ListCommand list;
    private final Session session;
    private final SortedSet<MailboxName> names;

    Listing(AccountView view, ListCommand list, Session session) {
        this.view = view;
        this.list = list;
        this.session = session;
        this.names = NameTree.all(view);
    }

    void write() throws IOException {
        for (MailboxName name : names) {
            write(name);
        }
    }

    private void write(MailboxName name) throws IOException {
        if (!matches(name)) {
            return;
        }
        Optional<Mailbox> mailbox = view.mailbox(name);
        List<String> childInfo =
                list.selection().contains(Selection.RECURSIVEMATCH) ? childInfo(name) : List.of();
        if (selected(name) || !childInfo.isEmpty() || isLevel(name, mailbox)) {
            writeLine(name, mailbox, childInfo);
            if (mailbox.isPresent() && list.returns().contains(Return.STATUS)) {
                StatusHandler.write(mailbox.get(), list.statusItems(), session);
            }
        }
    }

    private boolean matches(MailboxName name) {
        return list.patterns().stream().anyMatch(p -> p.matches(name.value()));
    }

    /** Whether the selection options choose this name for its own sake. */
    private boolean selected(MailboxName name) {
        Set<Selection> selection = list.selection();
        Optional<Mailbox> mailbox = view.mailbox(name);
        boolean subscribed = selection.contains(Selection.SUBSCRIBED);
        if (subscribed && !view.subscriptions().contains(name)) {
            return false;
        }
        if (selection.contains(Selection.SPECIAL_USE)
                && mailbox.flatMap(Mailbox::specialUse).isEmpty()) {
            return false;
        }
        return subscribed || mailbox.isPresent();
    }

    /** A level without a mailbox, which a final "%" shows. RFC 9051 §6.3.9. */
    private boolean isLevel(MailboxName name, Optional<Mailbox> mailbox) {
        return mailbox.isEmpty()
                && !list.selection().contains(Selection.SUBSCRIBED)
                && !list.selection().contains(Selection.SPECIAL_USE)
                && view.hasChildren(name)
                && list.patterns().stream()
                        .anyMatch(p -> p.text().endsWith("%") && p.matches(name.value()));
    }

    /** What chose names below this one that are not listed themselves. RFC 9051 §6.3.9.6. */
    private List<String> childInfo(MailboxName above) {
        var info = new ArrayList<String>();
        boolean chosen =
                NameTree.below(names, above).anyMatch(name -> selected(name) && !matches(name));
        for (Selection option : List.of(Selection.SUBSCRIBED, Selection.SPECIAL_USE)) {
            if (chosen && list.selection().contains(option)) {
                info.add(option == Selection.SUBSCRIBED ? "SUBSCRIBED" : "SPECIAL-USE");
            }
        }
        return info;
    }

    private void writeLine(MailboxName name, Optional<Mailbox> mailbox, List<String> childInfo)
            throws IOException {
        session.writer()
                .list(
                        new ListEntry(
                                Names.of(name),
                                attributes(name, mailbox),
                                childInfo,
                                Optional.empty()));
    }

    private List<String> attributes(MailboxName name, Optional<Mailbox> mailbox) {
        var attributes = new ArrayList<String>();
        if (mailbox.isEmpty()) {
            // \NonExistent is for those who know it; it implies \Noselect. RFC 9051 §7.3.1
            attributes.add(
                    list.extended() || session.enabled().rev2() ? "\\NonExistent" : "\\Noselect");
        }
        if (asksSubscribed() && view.subscriptions().contains(name)) {
            attributes.add("\\Subscribed");
        }
        attributes.add(view.hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
        mailbox.flatMap(Mailbox::specialUse).ifPresent(use -> attributes.add(use.wire()));
        return attributes;
    }

    private boolean asksSubscribed() {
        return list.selection().contains(Selection.SUBSCRIBED)
                || list.returns().contains(Return.SUBSCRIBED);
    }
}
