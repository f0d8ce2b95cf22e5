package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a change: account locks, transaction, commit, unlock, wait for the disk, publish. This is
 * the only place where rows of mail are written.
 */
final class Changer {
    /** Another process may change an account between our look and our lock; not for ever. */
    private static final int ATTEMPTS = 20;

    private final Database database;

    private final Consumer<List<Long>> emailsGone;

    /**
     * @param emailsGone hears, after the commit, which emails are no more
     */
    Changer(Database database, Consumer<List<Long>> emailsGone) {
        this.database = database;
        this.emailsGone = emailsGone;
    }

    /** Changes one account. */
    <T> T change(AccountState account, Function<AccountTx, T> work) {
        return change(List.of(account), txs -> work.apply(txs.getFirst()));
    }

    /** Changes one account, with the messages of a mailbox loaded. */
    <T> T change(AccountState account, MailboxId mailbox, Function<AccountTx, T> work) {
        return retry(
                List.of(account), a -> a.headMessages(mailbox), txs -> work.apply(txs.getFirst()));
    }

    /**
     * Changes several accounts in one transaction.
     *
     * @param accounts in order of id, each once, so that two changes lock in the same order
     */
    <T> T change(List<AccountState> accounts, Function<List<AccountTx>, T> work) {
        return retry(accounts, AccountState::head, work);
    }

    /**
     * As {@link #change(List, Function)}, with a mailbox's messages loaded in one of the accounts.
     */
    <T> T change(
            List<AccountState> accounts,
            AccountId owner,
            MailboxId mailbox,
            Function<List<AccountTx>, T> work) {
        return retry(
                accounts,
                a -> {
                    if (a.id().equals(owner)) {
                        a.headMessages(mailbox);
                    } else {
                        a.head();
                    }
                },
                work);
    }

    private <T> T retry(
            List<AccountState> accounts,
            Consumer<AccountState> prepare,
            Function<List<AccountTx>, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(accounts, prepare, work);
            } catch (AccountTx.Stale e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("account changes faster than it can be read");
                }
            }
        }
    }

    private <T> T attempt(
            List<AccountState> accounts,
            Consumer<AccountState> prepare,
            Function<List<AccountTx>, T> work) {
        T result;
        long ticket;
        int locked = 0;
        try {
            for (AccountState account : accounts) {
                account.lock().lock();
                locked++;
                prepare.accept(account);
            }
            var views = new ArrayList<AccountView>();
            var committed = commit(accounts, work, views);
            result = committed.value();
            ticket = committed.ticket();
            for (int i = 0; i < accounts.size(); i++) {
                accounts.get(i).committed(views.get(i), ticket);
            }
        } finally {
            for (int i = locked - 1; i >= 0; i--) {
                accounts.get(i).lock().unlock();
            }
        }
        for (AccountState account : accounts) {
            account.publish(ticket);
        }
        return result;
    }

    private <T> Database.Committed<T> commit(
            List<AccountState> accounts,
            Function<List<AccountTx>, T> work,
            List<AccountView> views) {
        var txs = new ArrayList<AccountTx>();
        try {
            var committed =
                    database.write(
                            session -> {
                                for (AccountState account : accounts) {
                                    txs.add(new AccountTx(account, database, session));
                                }
                                T value = work.apply(txs);
                                txs.forEach(tx -> views.add(tx.end()));
                                return value;
                            });
            txs.forEach(tx -> emailsGone.accept(tx.gone()));
            return committed;
        } catch (Refused e) {
            // a plain no has changed nothing; a failing database may even have committed
            if (e.reason() == Refused.Reason.UNAVAILABLE
                    || txs.stream().anyMatch(AccountTx::madeKeywords)) {
                accounts.forEach(AccountState::forget);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            accounts.forEach(AccountState::forget);
            throw e;
        }
    }
}
