package org.mailroom.messaging.people;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;

import java.util.Collection;

/**
 * What has to change in one transaction with people and relations: the groups that somebody belongs
 * to by an expression.
 */
public interface FollowUp {
    /** Until somebody says what follows: nothing. */
    FollowUp NONE =
            new FollowUp() {
                @Override
                public Runnable within(StatelessSession session, Collection<AccountId> changed) {
                    return () -> {};
                }

                @Override
                public Hold hold() {
                    return () -> {};
                }
            };

    /**
     * Called within the transaction, with the changed accounts' rows held and their new state
     * written.
     *
     * @return to be run when the transaction has ended, however it ended
     */
    Runnable within(StatelessSession session, Collection<AccountId> changed);

    /** Taken before such a transaction and closed after it. */
    Hold hold();

    /** Keeps the expressions as they are. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
