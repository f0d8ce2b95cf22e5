package org.mailroom.mailstore.mail;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * An account's mailboxes at one modseq: an immutable snapshot. Every change makes a new one, which
 * shares what did not change.
 */
public final class AccountView {
    /** A mailbox, and its messages if they have been loaded. */
    record Node(Mailbox mailbox, @Nullable MailboxView messages) {
        Node(MailboxView messages) {
            this(messages.mailbox(), messages);
        }
    }

    private final long modseq;
    private final long usedBytes;
    private final long uidValidity;
    private final Map<MailboxId, Node> nodes;
    private final TreeMap<MailboxName, MailboxId> names;
    private final SortedSet<MailboxName> subscriptions;

    AccountView(
            long modseq,
            long usedBytes,
            long uidValidity,
            Map<MailboxId, Node> nodes,
            TreeMap<MailboxName, MailboxId> names,
            SortedSet<MailboxName> subscriptions) {
        this.modseq = modseq;
        this.usedBytes = usedBytes;
        this.uidValidity = uidValidity;
        this.nodes = nodes;
        this.names = names;
        this.subscriptions = subscriptions;
    }

    /** The account's change counter: every change to anything in it takes the next value. */
    public long modseq() {
        return modseq;
    }

    /** Octets of distinct messages, which the quota counts. */
    public long usedBytes() {
        return usedBytes;
    }

    /** The UIDVALIDITY given out last. */
    long uidValidity() {
        return uidValidity;
    }

    /** All mailboxes in order of name. */
    public List<Mailbox> mailboxes() {
        var all = new ArrayList<Mailbox>(names.size());
        for (MailboxId id : names.values()) {
            all.add(node(id).mailbox());
        }
        return all;
    }

    public Optional<Mailbox> mailbox(MailboxName name) {
        MailboxId id = names.get(name);
        return id == null ? Optional.empty() : Optional.of(node(id).mailbox());
    }

    public Optional<Mailbox> mailbox(MailboxId id) {
        return Optional.ofNullable(nodes.get(id)).map(Node::mailbox);
    }

    /** The mailbox with this special use; the first by name if there are several. */
    public Optional<Mailbox> mailbox(SpecialUse use) {
        return mailboxes().stream()
                .filter(m -> m.specialUse().equals(Optional.of(use)))
                .findFirst();
    }

    /** Whether any mailbox lies below this name. */
    public boolean hasChildren(MailboxName name) {
        MailboxName next = names.higherKey(name);
        while (next != null && next.value().startsWith(name.value())) {
            if (next.isBelow(name)) {
                return true;
            }
            next = names.higherKey(next);
        }
        return false;
    }

    /** Subscribed names; they may name mailboxes that are not there. RFC 9051 §6.3.7. */
    public SortedSet<MailboxName> subscriptions() {
        return Collections.unmodifiableSortedSet(subscriptions);
    }

    Node node(MailboxId id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("no mailbox " + id);
        }
        return node;
    }

    Optional<Node> find(MailboxId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    Map<MailboxId, Node> nodes() {
        return nodes;
    }

    TreeMap<MailboxName, MailboxId> names() {
        return names;
    }
}
