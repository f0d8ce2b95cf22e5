package org.mailroom.messaging.people;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;

import java.util.Collection;

/**
 * What has to change in one transaction with people and relations: the groups that somebody belongs
 * to by an expression.
 */
public interface FollowUp {
    /** What has changed about them. */
    enum What {
        PERSON,
        RELATIONS
    }

    /** Taken before such a transaction; keeps what follows as it is until it is closed. */
    Hold hold();

    /** What follows, at one time. */
    interface Hold extends AutoCloseable {
        /** Until somebody says what follows: nothing. */
        Hold NOTHING =
                new Hold() {
                    @Override
                    public Runnable within(
                            StatelessSession session, Collection<AccountId> changed, What what) {
                        return () -> {};
                    }

                    @Override
                    public void close() {}
                };

        /**
         * Called within the transaction, with the changed accounts' rows held and their new state
         * written.
         *
         * @return to be run when the transaction has ended, however it ended
         */
        Runnable within(StatelessSession session, Collection<AccountId> changed, What what);

        @Override
        void close();
    }
}
