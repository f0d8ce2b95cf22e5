package org.mailroom.mailstore.check;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.rows.AccountStateRow;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.EmailRow;
import org.mailroom.mailstore.rows.Entries;
import org.mailroom.mailstore.rows.MailboxRow;

import java.util.function.Predicate;

/**
 * What a repair does. Everything counts anew under the row lock that every change to the account
 * takes, so it is right whatever has changed since the finding. A change of modseq tells processes
 * that hold the account in memory to read it again.
 */
final class Repairs {
    private final MailStore store;

    Repairs(MailStore store) {
        this.store = store;
    }

    /** Something counted wrongly. */
    record Count(long id, long account, int counted, int is) {}

    private interface Work {
        boolean in(StatelessSession session, AccountStateRow state);
    }

    private boolean underLock(long account, Work work) {
        var done =
                store.database()
                        .write(
                                session -> {
                                    AccountStateRow state = lock(session, account);
                                    if (state == null || !work.in(session, state)) {
                                        return false;
                                    }
                                    state.modseq++;
                                    session.update(state);
                                    return true;
                                });
        store.database().awaitDurable(done.ticket());
        store.forget(new AccountId(account));
        return done.value();
    }

    private static @Nullable AccountStateRow lock(StatelessSession session, long account) {
        return session.get(AccountStateRow.class, account, LockMode.PESSIMISTIC_WRITE);
    }

    /** A mailbox's counters, next UID and modseq. */
    boolean counters(long account, long mailbox) {
        return underLock(
                account,
                (session, state) -> {
                    MailboxRow row = session.get(MailboxRow.class, mailbox);
                    if (row == null) {
                        return true;
                    }
                    row.messages = 0;
                    row.unseen = 0;
                    row.deleted = 0;
                    row.size = 0;
                    Entries.load(session, mailbox, m -> count(row, m));
                    number(session, row);
                    row.firstRecent = Math.clamp(row.firstRecent, 1, row.uidNext);
                    state.modseq = Math.max(state.modseq, row.highestModseq);
                    // every session that was told something else is told now
                    row.highestModseq = state.modseq + 1;
                    session.update(row);
                    return true;
                });
    }

    private static void count(MailboxRow row, MessageRow message) {
        row.messages++;
        row.unseen += SystemFlag.SEEN.in(message.flags()) ? 0 : 1;
        row.deleted += SystemFlag.DELETED.in(message.flags()) ? 1 : 0;
        row.size += message.size();
        row.uidNext = Math.max(row.uidNext, message.uid() + 1);
        row.highestModseq = Math.max(row.highestModseq, message.modseq());
    }

    private static void number(StatelessSession session, MailboxRow row) {
        Object[] max =
                session.createSelectionQuery(
                                "select coalesce(max(modseq), 0), coalesce(max(lastUid), 0) from"
                                        + " ExpungedRow where mailboxId = :id",
                                Object[].class)
                        .setParameter("id", row.id)
                        .getSingleResult();
        row.highestModseq = Math.max(row.highestModseq, ((Number) max[0]).longValue());
        row.uidNext = Math.max(row.uidNext, ((Number) max[1]).longValue() + 1);
    }

    /** Size and date of a mailbox's messages, from their emails. */
    boolean copies(long account, long mailbox) {
        return underLock(
                        account,
                        (session, state) -> {
                            session.createNativeMutationQuery(
                                            "update entry set size_bytes = (select m.size_bytes"
                                                    + " from email m where m.id = email_id), received ="
                                                    + " (select m.received from email m where m.id ="
                                                    + " email_id) where mailbox_id = :id and exists"
                                                    + " (select 1 from email m where m.id = email_id)")
                                    .setParameter("id", mailbox)
                                    .executeUpdate();
                            return true;
                        })
                && counters(account, mailbox);
    }

    /** How many entries an email has; without any it goes, and its content if no other has it. */
    boolean entries(long account, long email) {
        return underLock(
                account,
                (session, state) -> {
                    EmailRow row = session.get(EmailRow.class, email);
                    if (row == null) {
                        return true;
                    }
                    row.entries =
                            session.createSelectionQuery(
                                            "select count(*) from EntryRow where emailId = :id",
                                            Long.class)
                                    .setParameter("id", email)
                                    .getSingleResult()
                                    .intValue();
                    if (row.entries > 0) {
                        session.update(row);
                    } else {
                        session.delete(row);
                        state.usedBytes -= row.size;
                        refs(session, row.blobId);
                    }
                    return true;
                });
    }

    /** How many emails a blob has; without any its row goes, and compaction frees the bytes. */
    boolean refs(long blob) {
        store.database().writeDurably(session -> refs(session, blob));
        return true;
    }

    // The lock first, then the count: whoever takes an email away comes here before it commits.
    private static void refs(StatelessSession session, long blob) {
        BlobRow row = session.get(BlobRow.class, blob, LockMode.PESSIMISTIC_WRITE);
        if (row == null) {
            return;
        }
        row.refs =
                session.createSelectionQuery(
                                "select count(*) from EmailRow where blobId = :id", Long.class)
                        .setParameter("id", blob)
                        .getSingleResult()
                        .intValue();
        if (row.refs > 0) {
            session.update(row);
        } else {
            session.delete(row);
        }
    }

    /** Octets of an account's emails. */
    boolean used(long account) {
        return underLock(
                account,
                (session, state) -> {
                    state.usedBytes =
                            session.createSelectionQuery(
                                            "select coalesce(sum(size), 0) from EmailRow where"
                                                    + " accountId = :id",
                                            Long.class)
                                    .setParameter("id", account)
                                    .getSingleResult();
                    return true;
                });
    }

    /** Takes away rows that belong to nothing. */
    boolean drop(String table, String column, String parent) {
        store.database()
                .writeDurably(
                        session ->
                                session.createNativeMutationQuery(
                                                "delete from %s where not exists (select 1 from %s"
                                                                .formatted(table, parent)
                                                        + " p where p.id = %s.%s)"
                                                                .formatted(table, column))
                                        .executeUpdate());
        return true;
    }

    /** Puts a freshly rendered summary into its row. */
    boolean summary(long account, long email, byte[] sealed, Predicate<EmailRow> still) {
        return underLock(
                account,
                (session, state) -> {
                    EmailRow row = session.get(EmailRow.class, email);
                    if (row != null && still.test(row)) {
                        row.summary = sealed;
                        session.update(row);
                    }
                    return true;
                });
    }
}
