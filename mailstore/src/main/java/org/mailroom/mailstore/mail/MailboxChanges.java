package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.SealedNames;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.MailboxRow;
import org.mailroom.mailstore.rows.SubscriptionRow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done to whole mailboxes, inside a transaction. */
final class MailboxChanges {
    private MailboxChanges() {}

    /** Makes a mailbox and those above it that are missing. */
    static Mailbox create(AccountTx tx, MailboxName name, Optional<SpecialUse> use) {
        if (tx.find(name).isPresent()) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "There is a mailbox of that name");
        }
        makeParents(tx, name);
        return tx.create(name, use);
    }

    private static void makeParents(AccountTx tx, MailboxName name) {
        var missing = new ArrayList<MailboxName>();
        for (var up = name.parent();
                up.isPresent() && tx.find(up.get()).isEmpty();
                up = up.get().parent()) {
            missing.addFirst(up.get());
        }
        missing.forEach(parent -> tx.create(parent, Optional.empty()));
    }

    static Mailbox present(AccountTx tx, MailboxName name) {
        return tx.find(name)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.Reason.NONEXISTENT,
                                        "There is no mailbox of that name"));
    }

    /** Takes the mailbox out of sight; the housekeeper empties it. Those below it stay. */
    static void delete(AccountTx tx, MailboxName name) {
        if (name.isInbox()) {
            throw new Refused(Refused.Reason.CANNOT, "INBOX cannot be deleted");
        }
        Mailbox mailbox = present(tx, name);
        tx.session()
                .createMutationQuery("update MailboxRow set nameHash = null where id = :id")
                .setParameter("id", mailbox.id().value())
                .executeUpdate();
        tx.draft().unname(name);
        tx.draft().remove(mailbox.id());
    }

    static void rename(AccountTx tx, MailboxName from, MailboxName to) {
        Mailbox mailbox = present(tx, from);
        if (to.equals(from) || to.isBelow(from)) {
            throw new Refused(
                    Refused.Reason.CANNOT, "A mailbox cannot be renamed to itself or below itself");
        }
        if (tx.find(to).isPresent()) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "There is a mailbox of that name");
        }
        if (from.isInbox()) {
            makeParents(tx, to);
            rename(tx, mailbox, to);
            tx.create(MailboxName.INBOX, Optional.empty());
            return;
        }
        var below = new ArrayList<Mailbox>();
        for (MailboxName name : List.copyOf(tx.draft().names().keySet())) {
            if (name.isBelow(from)) {
                below.add(present(tx, name));
                if (tx.find(name.moved(from, to)).isPresent()) {
                    throw new Refused(
                            Refused.Reason.ALREADY_EXISTS,
                            "A mailbox below it would meet one of the same name");
                }
            }
        }
        makeParents(tx, to);
        rename(tx, mailbox, to);
        below.forEach(child -> rename(tx, child, child.name().moved(from, to)));
    }

    private static void rename(AccountTx tx, Mailbox mailbox, MailboxName to) {
        MailboxRow row = tx.session().get(MailboxRow.class, mailbox.id().value());
        row.nameHash = SealedNames.hash(tx.key(), to);
        row.sealedName = SealedNames.seal(tx.key(), row.id, to);
        row.highestModseq = tx.modseq();
        tx.session().update(row);
        tx.draft().unname(mailbox.name());
        tx.draft().put(renamed(mailbox, to, tx.modseq()));
        tx.draft().name(to, mailbox.id());
    }

    private static Mailbox renamed(Mailbox m, MailboxName to, long modseq) {
        return new Mailbox(
                m.id(),
                to,
                m.specialUse(),
                m.uidValidity(),
                m.uidNext(),
                m.firstRecent(),
                m.messages(),
                m.unseen(),
                m.deleted(),
                m.size(),
                modseq);
    }

    static void subscribe(AccountTx tx, MailboxName name, boolean wanted) {
        StatelessSession session = tx.session();
        String hash = SealedNames.hash(tx.key(), name);
        session.createMutationQuery(
                        "delete from SubscriptionRow where accountId = :id and nameHash = :hash")
                .setParameter("id", tx.account().value())
                .setParameter("hash", hash)
                .executeUpdate();
        if (wanted) {
            var row = new SubscriptionRow();
            row.accountId = tx.account().value();
            row.nameHash = hash;
            row.sealedName = SealedNames.seal(tx.key(), 0, name);
            session.insert(row);
        }
        tx.draft().subscribe(name, wanted);
    }
}
