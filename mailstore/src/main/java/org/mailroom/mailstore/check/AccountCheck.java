package org.mailroom.mailstore.check;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.account.SealedNames;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.AccountRow;
import org.mailroom.mailstore.rows.AccountStateRow;
import org.mailroom.mailstore.rows.KeywordSetRow;
import org.mailroom.mailstore.rows.MailboxRow;
import org.mailroom.mailstore.rows.SubscriptionRow;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Every account: its key, profile and secrets, what it calls things, and its mailboxes. */
final class AccountCheck {
    private static final int PAGE = 200;

    private final Walk walk;
    private final Keys keys;
    private final StatelessSession session;
    private final MailboxCheck mailboxes;

    AccountCheck(Walk walk, Keys keys, StatelessSession session) {
        this.walk = walk;
        this.keys = keys;
        this.session = session;
        long entries =
                session.createSelectionQuery("select count(*) from EntryRow", Long.class)
                        .getSingleResult();
        this.mailboxes = new MailboxCheck(walk, session, entries);
    }

    void run() {
        long after = 0;
        List<AccountRow> page;
        do {
            page =
                    session.createSelectionQuery(
                                    "from AccountRow where id > :after order by id",
                                    AccountRow.class)
                            .setParameter("after", after)
                            .setMaxResults(PAGE)
                            .getResultList();
            for (AccountRow row : page) {
                after = row.id;
                walk.account();
                if (!Accounts.gone(row)) {
                    check(row);
                }
            }
        } while (page.size() == PAGE);
    }

    private void check(AccountRow row) {
        AccountKey key = keys.find(row.id);
        AccountStateRow state = session.get(AccountStateRow.class, row.id);
        if (state == null) {
            walk.report(Finding.Kind.ACCOUNT_STATE, row.id, row.id, "its counters are missing");
        }
        BitSet sets = new BitSet();
        sets.set(0); // no keywords
        if (key == null) {
            // removed since the snapshot, or damaged
            if (walk.store().database().read(s -> present(s, row.id))) {
                walk.report(Finding.Kind.ACCOUNT_KEY, row.id, row.id, "its key does not unwrap");
            }
        } else {
            profile(row, key);
            secrets(row);
            subscriptions(row, key);
        }
        keywords(row, key, sets);
        mailboxes(row, key, state == null ? Long.MAX_VALUE : state.modseq, sets);
    }

    private static boolean present(StatelessSession session, long id) {
        AccountRow now = session.get(AccountRow.class, id);
        return now != null && !Accounts.gone(now);
    }

    private void profile(AccountRow row, AccountKey key) {
        try {
            key.openRecord(RecordKind.ADDRESS, row.id, row.sealedProfile);
        } catch (TamperedException e) {
            walk.report(Finding.Kind.ACCOUNT_PROFILE, row.id, row.id, "its profile does not open");
            return;
        }
        // as it is now: addresses may have been changed since the snapshot
        Optional<Account> account = walk.store().accounts().byId(new AccountId(row.id));
        if (account.isEmpty()) {
            return;
        }
        var addresses = new ArrayList<>(account.get().aliases());
        addresses.add(account.get().address());
        int lost = 0;
        for (String address : addresses) {
            Optional<AccountId> leads = walk.store().accounts().byAddress(address).map(Account::id);
            if (!leads.equals(Optional.of(account.get().id()))) {
                lost++;
            }
        }
        if (lost > 0) {
            String text = lost + " of its addresses do not lead to it: set them again";
            walk.report(Finding.Kind.ACCOUNT_ADDRESS, row.id, row.id, text);
        }
    }

    private void secrets(AccountRow row) {
        List<String> names =
                session.createSelectionQuery(
                                "select name from SecretRow where accountId = :id", String.class)
                        .setParameter("id", row.id)
                        .getResultList();
        for (String name : names) {
            try {
                walk.store().accounts().secret(new AccountId(row.id), name);
            } catch (Refused e) {
                if (e.reason() != Refused.Reason.CORRUPT) {
                    continue; // the account has just been removed
                }
                String text = "the secret " + name + " does not open";
                walk.report(Finding.Kind.ACCOUNT_SECRET, row.id, row.id, text);
            }
        }
    }

    private void subscriptions(AccountRow row, AccountKey key) {
        for (SubscriptionRow s :
                session.createSelectionQuery(
                                "from SubscriptionRow where accountId = :id", SubscriptionRow.class)
                        .setParameter("id", row.id)
                        .getResultList()) {
            if (!named(key, 0, s.sealedName, s.nameHash)) {
                String text = "the name of a subscription does not open or differs from its hash";
                walk.report(Finding.Kind.SUBSCRIPTION, row.id, row.id, text);
            }
        }
    }

    /** Whether a sealed name opens and is the one that the hash is of. */
    private static boolean named(AccountKey key, long id, byte[] sealed, String hash) {
        try {
            MailboxName name = SealedNames.open(key, id, sealed);
            return SealedNames.hash(key, name).equals(hash);
        } catch (RuntimeException e) {
            // does not open, or opens to what is no name
            return false;
        }
    }

    private void keywords(AccountRow row, @Nullable AccountKey key, BitSet sets) {
        int expected = 1;
        for (KeywordSetRow set :
                session.createSelectionQuery(
                                "from KeywordSetRow where accountId = :id order by id",
                                KeywordSetRow.class)
                        .setParameter("id", row.id)
                        .getResultList()) {
            sets.set(set.id);
            if (set.id != expected++) {
                String text = "a combination of keywords is missing before number " + set.id;
                walk.report(Finding.Kind.KEYWORDS, row.id, set.id, text);
                expected = set.id + 1;
            }
            try {
                if (key != null) {
                    key.openRecord(RecordKind.KEYWORDS, set.id, set.sealed);
                }
            } catch (TamperedException e) {
                String text = "combination of keywords " + set.id + " does not open";
                walk.report(Finding.Kind.KEYWORDS, row.id, set.id, text);
            }
        }
    }

    private void mailboxes(AccountRow row, @Nullable AccountKey key, long modseq, BitSet sets) {
        List<MailboxRow> boxes =
                session.createSelectionQuery(
                                "from MailboxRow where accountId = :id order by id",
                                MailboxRow.class)
                        .setParameter("id", row.id)
                        .getResultList();
        boolean inbox = false;
        String inboxHash = key == null ? "" : SealedNames.hash(key, MailboxName.INBOX);
        for (MailboxRow box : boxes) {
            walk.mailbox();
            String hash = box.nameHash;
            inbox |= inboxHash.equals(hash);
            if (key != null && hash != null && !named(key, box.id, box.sealedName, hash)) {
                String text =
                        "the name of mailbox " + box.id + " does not open or differs from its hash";
                walk.report(Finding.Kind.MAILBOX_NAME, row.id, box.id, text);
            }
            mailboxes.check(box, modseq, sets);
        }
        if (key != null && !inbox && row.kind == Account.Kind.PERSON.code()) {
            walk.report(Finding.Kind.INBOX_MISSING, row.id, row.id, "it has no INBOX");
        }
    }
}
