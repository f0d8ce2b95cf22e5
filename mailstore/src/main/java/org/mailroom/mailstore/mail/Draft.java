package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.refusal.Refused;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The next {@link AccountView} while a transaction makes it. Copies of the old one what it changes.
 */
final class Draft {
    private final Map<MailboxId, AccountView.Node> nodes;
    private TreeMap<MailboxName, MailboxId> names;
    private SortedSet<MailboxName> subscriptions;
    private boolean ownNames;

    Draft(AccountView base) {
        this.nodes = new HashMap<>(base.nodes());
        this.names = base.names();
        this.subscriptions = base.subscriptions();
    }

    AccountView.Node node(MailboxId id) {
        AccountView.Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("no mailbox " + id);
        }
        return node;
    }

    /** NONEXISTENT if there is none. */
    AccountView.Node find(MailboxId id) {
        AccountView.Node node = nodes.get(id);
        if (node == null) {
            throw new Refused(Refused.Reason.NONEXISTENT, "The mailbox is gone");
        }
        return node;
    }

    /** New counters, same messages. */
    void put(Mailbox mailbox) {
        AccountView.Node old = nodes.get(mailbox.id());
        MailboxView messages = old == null ? null : old.messages();
        nodes.put(
                mailbox.id(),
                new AccountView.Node(mailbox, messages == null ? null : messages.with(mailbox)));
    }

    void put(AccountView.Node node) {
        nodes.put(node.mailbox().id(), node);
    }

    void name(MailboxName name, MailboxId id) {
        ownNames().put(name, id);
    }

    void unname(MailboxName name) {
        ownNames().remove(name);
    }

    void remove(MailboxId id) {
        nodes.remove(id);
    }

    private TreeMap<MailboxName, MailboxId> ownNames() {
        if (!ownNames) {
            names = new TreeMap<>(names);
            ownNames = true;
        }
        return names;
    }

    TreeMap<MailboxName, MailboxId> names() {
        return names;
    }

    void subscribe(MailboxName name, boolean wanted) {
        var all = new TreeSet<>(subscriptions);
        if (wanted) {
            all.add(name);
        } else {
            all.remove(name);
        }
        subscriptions = all;
    }

    AccountView build(long modseq, long usedBytes, long uidValidity) {
        return new AccountView(modseq, usedBytes, uidValidity, nodes, names, subscriptions);
    }
}
