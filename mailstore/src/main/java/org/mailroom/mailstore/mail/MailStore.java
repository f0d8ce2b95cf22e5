package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;

/** The store: accounts, their mail, and what is on its way in. */
public final class MailStore implements AutoCloseable {
    MailStore() {}

    public Accounts accounts() {
        throw new UnsupportedOperationException();
    }

    /**
     * One account's mail.
     *
     * @throws org.mailroom.mailstore.refusal.Refused NO_PERMISSION unless {@code access} is the
     *     owner's or an operator's with a purpose, which is audited; NONEXISTENT
     */
    public AccountMail mail(Access access, AccountId owner) {
        throw new UnsupportedOperationException("" + access + owner);
    }

    /** A new message on its way in. */
    public Incoming receive() {
        throw new UnsupportedOperationException();
    }

    public Deliverer deliverer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
