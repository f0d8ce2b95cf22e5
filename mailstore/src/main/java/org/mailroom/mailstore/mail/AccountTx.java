package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.SealedNames;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Entries;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.KeywordSetRow;
import org.mailroom.mailstore.rows.MailboxRow;
import org.mailroom.mailstore.rows.Modseqs;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change to one account inside a transaction: writes rows and drafts the view they make. Every
 * row touched carries the change's one modseq.
 */
final class AccountTx {
    /** Most mailboxes an account may have. */
    static final int MAX_MAILBOXES = 10_000;

    /** Most distinct combinations of keywords an account may use. */
    static final int MAX_KEYWORD_SETS = 100_000;

    private final AccountState account;
    private final Database database;
    private final StatelessSession session;
    private final AccountView head;
    private final long modseq;
    private final Draft draft;
    private final List<Long> gone = new ArrayList<>();
    private long usedBytes;
    private long uidValidity;
    private boolean newKeywords;

    /** Thrown when another process has changed the account since we last looked. */
    static final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stale() {
            super(null, null, false, false);
        }
    }

    /** Takes the row lock. The caller holds the account lock. */
    AccountTx(AccountState account, Database database, StatelessSession session) {
        this.account = account;
        this.database = database;
        this.session = session;
        this.head = account.head();
        if (!Modseqs.advance(session, account.id().value(), head.modseq())) {
            // the account is gone, or somebody else has changed it
            account.lockRow(session);
            throw new Stale();
        }
        this.modseq = head.modseq() + 1;
        this.usedBytes = head.usedBytes();
        this.uidValidity = head.uidValidity();
        this.draft = new Draft(head);
    }

    AccountId account() {
        return account.id();
    }

    AccountKey key() {
        return account.key();
    }

    StatelessSession session() {
        return session;
    }

    long modseq() {
        return modseq;
    }

    long nextId(Ids.Of of) {
        return database.ids().next(session, of);
    }

    /** Ends the change: the account's row, and the view that follows from it. */
    AccountView end() {
        if (usedBytes != head.usedBytes() || uidValidity != head.uidValidity()) {
            Modseqs.write(session, account.id().value(), usedBytes, uidValidity);
        }
        return draft.build(modseq, usedBytes, uidValidity);
    }

    /** Takes octets from the quota, or gives them back. OVER_QUOTA if there are not so many. */
    void use(long octets, long quota) {
        if (octets > 0 && quota > 0 && usedBytes + octets > quota) {
            throw new Refused(
                    Refused.Reason.OVER_QUOTA,
                    "The mailbox is full: " + usedBytes + " of " + quota + " octets used");
        }
        usedBytes += octets;
    }

    Draft draft() {
        return draft;
    }

    Optional<Mailbox> find(MailboxName name) {
        MailboxId id = draft.names().get(name);
        return id == null ? Optional.empty() : Optional.of(draft.node(id).mailbox());
    }

    Mailbox mailbox(MailboxId id) {
        return draft.find(id).mailbox();
    }

    /** A mailbox's messages as this change has them so far; they were loaded before. */
    MailboxView messages(MailboxId id) {
        MailboxView messages = draft.find(id).messages();
        if (messages == null) {
            throw new IllegalStateException("mailbox " + id + " is not loaded");
        }
        return messages;
    }

    /** Makes one mailbox. */
    Mailbox create(MailboxName name, Optional<SpecialUse> use) {
        if (draft.names().size() >= MAX_MAILBOXES) {
            throw new Refused(
                    Refused.Reason.LIMIT, "An account has at most " + MAX_MAILBOXES + " mailboxes");
        }
        uidValidity = Math.max(uidValidity + 1, java.time.Instant.now().getEpochSecond());
        var mailbox =
                new Mailbox(
                        new MailboxId(nextId(Ids.Of.MAILBOX)),
                        name,
                        use,
                        uidValidity,
                        1,
                        1,
                        0,
                        0,
                        0,
                        0,
                        modseq);
        var row = new MailboxRow();
        row.id = mailbox.id().value();
        row.accountId = account.id().value();
        row.nameHash = SealedNames.hash(key(), name);
        row.sealedName = SealedNames.seal(key(), row.id, name);
        row.specialUse = use.map(Enum::name).orElse(null);
        row.uidValidity = mailbox.uidValidity();
        row.uidNext = 1;
        row.firstRecent = 1;
        row.highestModseq = modseq;
        session.insert(row);
        draft.put(
                new AccountView.Node(new MailboxView.Builder().build(mailbox, account.keywords())));
        draft.name(name, mailbox.id());
        return mailbox;
    }

    /** Writes a mailbox's counters and drafts them. */
    void update(Mailbox mailbox) {
        session.doWork(
                connection -> {
                    try (var s =
                            connection.prepareStatement(
                                    "update mailbox set uid_next = ?, first_recent = ?,"
                                            + " messages = ?, unseen = ?, deleted = ?,"
                                            + " size_bytes = ?, highest_modseq = ? where id = ?")) {
                        s.setLong(1, mailbox.uidNext());
                        s.setLong(2, account.recent().first(mailbox));
                        s.setInt(3, mailbox.messages());
                        s.setInt(4, mailbox.unseen());
                        s.setInt(5, mailbox.deleted());
                        s.setLong(6, mailbox.size());
                        s.setLong(7, mailbox.highestModseq());
                        s.setLong(8, mailbox.id().value());
                        s.executeUpdate();
                    }
                });
        draft.put(mailbox);
    }

    /** Adds messages, whose UIDs are already those from UIDNEXT on, to a mailbox. */
    void add(Mailbox mailbox, List<MessageRow> rows) {
        Entries.insert(session, mailbox.id().value(), rows);
        var count = new Counters(mailbox);
        rows.forEach(r -> count.add(r.flags(), r.size()));
        Mailbox next = count.result(mailbox.uidNext() + rows.size(), modseq);
        @Nullable MailboxView messages = draft.node(mailbox.id()).messages();
        update(next);
        if (messages != null) {
            draft.put(new AccountView.Node(messages.withAppended(next, rows)));
        }
    }

    /** The number of a combination of keywords, made if it is new. */
    int keywordSet(Flags flags) {
        var sets = account.keywords();
        Optional<Integer> known = sets.find(flags.keywords());
        if (known.isPresent()) {
            return known.get();
        }
        if (sets.size() >= MAX_KEYWORD_SETS) {
            throw new Refused(
                    Refused.Reason.LIMIT, "Too many different combinations of keywords are in use");
        }
        List<String> canonical = sets.canonical(flags.keywords());
        int id = sets.size();
        var row = new KeywordSetRow();
        row.accountId = account.id().value();
        row.id = id;
        byte[] lines = String.join("\n", canonical).getBytes(StandardCharsets.UTF_8);
        row.sealed = key().sealRecord(RecordKind.KEYWORDS, id, lines);
        session.insert(row);
        newKeywords = true;
        return sets.add(canonical);
    }

    /** Notes emails that this change removes for good. */
    void gone(List<Long> emails) {
        gone.addAll(emails);
    }

    /** The emails this change removed for good. */
    List<Long> gone() {
        return gone;
    }

    /** Whether memory holds a combination of keywords that only this transaction writes. */
    boolean madeKeywords() {
        return newKeywords;
    }

    /** A mailbox's counters as messages come, go and change. */
    static final class Counters {
        private final Mailbox mailbox;
        private int messages;
        private int unseen;
        private int deleted;
        private long size;

        Counters(Mailbox mailbox) {
            this.mailbox = mailbox;
            messages = mailbox.messages();
            unseen = mailbox.unseen();
            deleted = mailbox.deleted();
            size = mailbox.size();
        }

        void add(int flags, long octets) {
            count(flags, octets, 1);
        }

        void remove(int flags, long octets) {
            count(flags, octets, -1);
        }

        void change(int from, int to) {
            count(from, 0, -1);
            count(to, 0, 1);
        }

        private void count(int flags, long octets, int by) {
            messages += by;
            unseen += SystemFlag.SEEN.in(flags) ? 0 : by;
            deleted += SystemFlag.DELETED.in(flags) ? by : 0;
            size += octets * by;
        }

        Mailbox result(long uidNext, long modseq) {
            return new Mailbox(
                    mailbox.id(),
                    mailbox.name(),
                    mailbox.specialUse(),
                    mailbox.uidValidity(),
                    uidNext,
                    mailbox.firstRecent(),
                    messages,
                    unseen,
                    deleted,
                    size,
                    modseq);
        }
    }
}
