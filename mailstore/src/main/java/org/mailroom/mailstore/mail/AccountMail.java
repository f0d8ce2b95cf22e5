package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;

import java.util.List;
import java.util.Optional;

/**
 * One account's mail: everything that can be read and done in it. Handed out by {@link MailStore}
 * after the access check.
 *
 * <p>Every method that changes something returns only when the change is on disk and has been
 * published; it takes one modseq, whole or not at all. All throw {@link
 * org.mailroom.mailstore.refusal.Refused}. UID arrays are ascending and without doubles; UIDs that
 * are not there are passed over. Safe for any number of threads; callers hold no lock.
 */
public final class AccountMail implements AutoCloseable {
    AccountMail() {}

    public AccountId account() {
        throw new UnsupportedOperationException();
    }

    /** The mailboxes as last published. */
    public AccountView view() {
        throw new UnsupportedOperationException();
    }

    /** A mailbox's messages as last published; loads them if need be. NONEXISTENT if gone. */
    public MailboxView open(MailboxId mailbox) {
        throw new UnsupportedOperationException(mailbox.toString());
    }

    /**
     * Takes the messages no session has announced yet: those from the returned UID on are \Recent
     * to the caller and to nobody after. RFC 3501 §2.3.2.
     */
    public long claimRecent(MailboxId mailbox) {
        throw new UnsupportedOperationException(mailbox.toString());
    }

    /** Makes a mailbox, and those above it that are missing. RFC 9051 §6.3.4, RFC 6154 §3. */
    public Mailbox create(MailboxName name, Optional<SpecialUse> use) {
        throw new UnsupportedOperationException(name.value() + use);
    }

    /** Deletes a mailbox with its messages; those below it stay. RFC 9051 §6.3.5. */
    public void delete(MailboxName name) {
        throw new UnsupportedOperationException(name.value());
    }

    /**
     * Renames a mailbox and all below it; INBOX instead gives its messages to a new mailbox. RFC
     * 9051 §6.3.6.
     */
    public void rename(MailboxName from, MailboxName to) {
        throw new UnsupportedOperationException(from.value() + to);
    }

    public void subscribe(MailboxName name) {
        throw new UnsupportedOperationException(name.value());
    }

    public void unsubscribe(MailboxName name) {
        throw new UnsupportedOperationException(name.value());
    }

    /** Files messages, all or none, in this order. RFC 9051 §6.3.12, RFC 3502. */
    public Filed append(MailboxId mailbox, List<NewEmail> messages) {
        throw new UnsupportedOperationException(mailbox.toString() + messages);
    }

    /**
     * Changes flags. RFC 9051 §6.4.6, RFC 7162 §3.1.3.
     *
     * @param unchangedSince messages changed after this modseq are left alone; Long.MAX_VALUE: none
     */
    public StoreOutcome store(
            MailboxId mailbox, long[] uids, FlagChange change, long unchangedSince) {
        throw new UnsupportedOperationException(
                mailbox.toString() + uids.length + change + unchangedSince);
    }

    /** Adds the same emails, with their flags and dates, to another mailbox. RFC 9051 §6.4.7. */
    public Filed copy(MailboxId from, long[] uids, MailboxId to) {
        throw new UnsupportedOperationException(from.toString() + uids.length + to);
    }

    /** Copies and expunges in one change. RFC 9051 §6.4.8. */
    public Filed move(MailboxId from, long[] uids, MailboxId to) {
        throw new UnsupportedOperationException(from.toString() + uids.length + to);
    }

    /**
     * Removes those of the given messages that carry \Deleted; returns the UIDs removed. RFC 9051
     * §6.4.3, §6.4.9.
     */
    public long[] expunge(MailboxId mailbox, long[] uids) {
        throw new UnsupportedOperationException(mailbox.toString() + uids.length);
    }

    /** Removes all messages that carry \Deleted; returns the UIDs removed. */
    public long[] expunge(MailboxId mailbox) {
        throw new UnsupportedOperationException(mailbox.toString());
    }

    /** What was expunged after {@code modseq}, ascending, merged. RFC 7162 §3.2.5.1. */
    public List<UidRange> vanishedSince(MailboxId mailbox, long modseq) {
        throw new UnsupportedOperationException(mailbox.toString() + modseq);
    }

    /** One email. EXPUNGED if it is no longer in the account. */
    public Email email(long emailId) {
        throw new UnsupportedOperationException("" + emailId);
    }

    /** Several emails, in the order asked; {@code null} never: those gone are left out. */
    public List<Email> emails(long[] emailIds) {
        throw new UnsupportedOperationException("" + emailIds.length);
    }

    /** The content of one email. EXPUNGED if it is no longer in the account. */
    public Content content(long emailId) {
        throw new UnsupportedOperationException("" + emailId);
    }

    /**
     * Calls {@code listener} after every published change of this account. It runs on the writer's
     * thread: it must return at once and never wait (wake a session, fill a flag).
     */
    public Subscription onChange(Runnable listener) {
        throw new UnsupportedOperationException("" + listener);
    }

    /** Lets go of the account; needless to call twice. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
