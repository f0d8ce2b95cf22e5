package org.mailroom.mailstore.check;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.rows.MailboxRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/** The messages of a mailbox, each against its email, and the mailbox's counters. */
final class MailboxCheck {
    private static final int PAGE = 2_000;

    private static final String MESSAGES =
            "select e.uid, e.email_id, e.flags, e.keyword_set, e.modseq, e.size_bytes, e.received,"
                    + " m.account_id, m.size_bytes, m.received"
                    + " from entry e left join email m on m.id = e.email_id"
                    + " where e.mailbox_id = ? and e.uid > ? order by e.uid limit ?";

    private final Walk walk;
    private final StatelessSession session;
    private final long total;

    /**
     * @param total messages in all mailboxes, for the progress
     */
    MailboxCheck(Walk walk, StatelessSession session, long total) {
        this.walk = walk;
        this.session = session;
        this.total = total;
    }

    /** What the counters should be. */
    private static final class Recount {
        int messages;
        int unseen;
        int deleted;
        long size;
        long maxUid;
        long maxModseq;
        boolean copiesDiffer;
    }

    /**
     * @param modseq the account's
     * @param keywordSets numbers of the account's combinations of keywords
     */
    void check(MailboxRow box, long modseq, BitSet keywordSets) {
        session.doWork(
                connection -> {
                    var recount = new Recount();
                    int got = PAGE;
                    while (got == PAGE) {
                        got = page(connection, box, keywordSets, recount);
                        walk.at("messages", walk.messages(), total);
                    }
                    if (recount.copiesDiffer) {
                        walk.report(
                                Finding.Kind.ENTRY_COPY,
                                box.accountId,
                                box.id,
                                "mailbox " + box.id + " gives messages another size or date",
                                () -> walk.repairs().copies(box.accountId, box.id));
                    }
                    expunged(connection, box, recount);
                    counters(box, modseq, recount);
                });
    }

    private int page(Connection connection, MailboxRow box, BitSet keywordSets, Recount recount)
            throws SQLException {
        int got = 0;
        try (PreparedStatement s = connection.prepareStatement(MESSAGES)) {
            s.setLong(1, box.id);
            s.setLong(2, recount.maxUid);
            s.setInt(3, PAGE);
            s.setFetchSize(PAGE);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    got++;
                    walk.message();
                    message(r, box, keywordSets, recount);
                }
            }
        }
        return got;
    }

    private void message(ResultSet r, MailboxRow box, BitSet keywordSets, Recount recount)
            throws SQLException {
        long uid = r.getLong(1);
        int flags = r.getInt(3);
        int keywordSet = r.getInt(4);
        recount.messages++;
        recount.unseen += SystemFlag.SEEN.in(flags) ? 0 : 1;
        recount.deleted += SystemFlag.DELETED.in(flags) ? 1 : 0;
        recount.size += r.getLong(6);
        recount.maxUid = uid;
        recount.maxModseq = Math.max(recount.maxModseq, r.getLong(5));
        String message = "message " + uid + " of mailbox " + box.id;
        if (r.getLong(8) != box.accountId) {
            String text = message + " has no email " + r.getLong(2) + " in this account";
            walk.report(Finding.Kind.ENTRY_EMAIL, box.accountId, box.id, text);
        } else {
            recount.copiesDiffer |= r.getLong(6) != r.getLong(9) || r.getLong(7) != r.getLong(10);
        }
        if (keywordSet < 0 || !keywordSets.get(keywordSet)) {
            String text = message + " has unknown keywords " + keywordSet;
            walk.report(Finding.Kind.ENTRY_KEYWORDS, box.accountId, box.id, text);
        }
    }

    private void expunged(Connection connection, MailboxRow box, Recount recount)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select max(modseq), max(last_uid) from expunged where mailbox_id = ?")) {
            s.setLong(1, box.id);
            try (ResultSet r = s.executeQuery()) {
                r.next();
                recount.maxModseq = Math.max(recount.maxModseq, r.getLong(1));
                recount.maxUid = Math.max(recount.maxUid, r.getLong(2));
            }
        }
        try (PreparedStatement s =
                connection.prepareStatement(
                        "select count(*), min(e.uid) from expunged x join entry e"
                                + " on e.mailbox_id = x.mailbox_id"
                                + " and e.uid >= x.first_uid and e.uid <= x.last_uid"
                                + " where x.mailbox_id = ?")) {
            s.setLong(1, box.id);
            try (ResultSet r = s.executeQuery()) {
                r.next();
                if (r.getLong(1) > 0) {
                    String text =
                            r.getLong(1)
                                    + " messages of mailbox "
                                    + box.id
                                    + " are remembered as expunged, the first is "
                                    + r.getLong(2);
                    walk.report(Finding.Kind.ENTRY_EXPUNGED, box.accountId, box.id, text);
                }
            }
        }
    }

    private void counters(MailboxRow box, long modseq, Recount is) {
        // those of a deleted mailbox are kept no longer
        boolean counted =
                box.nameHash == null
                        || (box.messages == is.messages
                                && box.unseen == is.unseen
                                && box.deleted == is.deleted
                                && box.size == is.size);
        boolean numbered =
                box.uidNext > is.maxUid
                        && box.firstRecent <= box.uidNext
                        && box.highestModseq >= is.maxModseq
                        && box.highestModseq <= modseq;
        if (counted && numbered) {
            return;
        }
        String text =
                "mailbox %d counts %d messages, %d unseen, %d deleted, %d octets, next UID %d, modseq %d of %d; there are %d, %d, %d, %d, last UID %d, modseq %d"
                        .formatted(
                                box.id,
                                box.messages,
                                box.unseen,
                                box.deleted,
                                box.size,
                                box.uidNext,
                                box.highestModseq,
                                modseq,
                                is.messages,
                                is.unseen,
                                is.deleted,
                                is.size,
                                is.maxUid,
                                is.maxModseq);
        walk.report(
                Finding.Kind.MAILBOX_COUNTERS,
                box.accountId,
                box.id,
                text,
                () -> walk.repairs().counters(box.accountId, box.id));
    }
}
