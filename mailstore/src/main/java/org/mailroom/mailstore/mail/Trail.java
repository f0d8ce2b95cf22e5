package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;

import java.util.List;
import java.util.Optional;

/** Where it is written down what is done to mail, and by whom: the audit log, elsewhere. */
public interface Trail {
    /** Until there is one: nobody but owners opens mail, and nothing is written down. */
    Trail NONE =
            new Trail() {
                @Override
                public void opened(Access.Operator access, AccountId owner) {
                    throw new Refused(
                            Refused.Reason.UNAVAILABLE,
                            "There is no audit log to write this access into");
                }

                @Override
                public void done(StatelessSession session, List<Deed> deeds) {}
            };

    /**
     * Somebody other than the owner is about to open an account's mail. Returns when that is on
     * disk; throws Refused, and the mail stays shut. Callers hold no lock.
     */
    void opened(Access.Operator access, AccountId owner);

    /**
     * What a change does to mail, within its transaction: it is written down if and only if it is
     * done. Callers hold account locks; must neither wait nor take a connection.
     */
    void done(StatelessSession session, List<Deed> deeds);

    /**
     * One thing done to one account's mail.
     *
     * @param by who; none for deliveries from outside
     * @param object mailboxes, emails and UIDs by number; never a name
     */
    record Deed(Kind kind, AccountId account, Optional<Access> by, String object) {}

    /** What is done. */
    enum Kind {
        DELIVERED,
        FILED,
        /** Became \Seen. */
        READ,
        FLAGGED,
        COPIED,
        MOVED,
        EXPUNGED,
        MAILBOX_CREATED,
        MAILBOX_RENAMED,
        MAILBOX_DELETED
    }
}
