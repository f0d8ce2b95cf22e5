package org.mailroom.messaging.delivery;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The account in which mail lies that has been accepted and is in nobody's mailbox yet. Nobody can
 * write to it or log in to it; its mail is sealed and backed up as all mail is.
 */
final class HoldingAccount {
    /** No such domain can be served here. RFC 2606 §2. */
    private static final String ADDRESS = "holding@mailroom.invalid";

    /** On its way to more people than one transaction takes. */
    static final MailboxName SENDING = new MailboxName("Sending");

    /** To be looked at by a moderator. */
    static final MailboxName HELD = new MailboxName("Held");

    private final MailStore store;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable AccountId known;

    HoldingAccount(MailStore store) {
        this.store = store;
    }

    /** Made when it is first needed. Asks the database the first time: not in a transaction. */
    AccountId id() {
        AccountId id = known;
        if (id == null) {
            id = find().orElseGet(this::make);
            known = id;
        }
        return id;
    }

    Optional<AccountId> find() {
        return store.accounts().byAddress(ADDRESS).map(Account::id);
    }

    private AccountId make() {
        making.lock();
        try {
            return find().orElseGet(
                            () ->
                                    store.accounts()
                                            .create(
                                                    new NewAccount(
                                                            Account.Kind.SERVICE,
                                                            ADDRESS,
                                                            List.of(),
                                                            "Mail on its way",
                                                            0))
                                            .id());
        } catch (Refused e) {
            // another process was faster
            return find().orElseThrow(() -> e);
        } finally {
            making.unlock();
        }
    }

    Shipment.Copy copy(MailboxName mailbox) {
        return new Shipment.Copy(id(), mailbox, Flags.NONE);
    }

    /** Takes a message out for good. */
    Shipment.Taking taking(MailboxName mailbox, long uid) {
        AccountId id = id();
        try (AccountMail mail = open()) {
            Mailbox from =
                    mail.view()
                            .mailbox(mailbox)
                            .orElseThrow(() -> new Refused(Refused.Reason.EXPUNGED, "It is gone"));
            return new Shipment.Taking(id, from.id(), uid, Optional.empty());
        }
    }

    AccountMail open() {
        AccountId id = id();
        return store.mail(new Access.Owner(id), id);
    }
}
