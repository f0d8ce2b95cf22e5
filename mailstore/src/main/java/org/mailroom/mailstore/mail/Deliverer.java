package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one way a message comes into other people's mailboxes: the content is stored once, each
 * recipient gets a row with the data key wrapped for that account, all in one transaction.
 */
public final class Deliverer {
    /** Most copies of one delivery. */
    public static final int MAX_COPIES = 1000;

    private final MailStore store;

    Deliverer(MailStore store) {
        this.store = store;
    }

    /**
     * One copy to deliver.
     *
     * @param mailbox where; made if missing
     */
    public record Copy(AccountId account, MailboxName mailbox, Flags flags) {}

    /**
     * Delivers to all or to none; returns when it is on disk and published.
     *
     * @param content finished
     * @param copies 1 to {@link #MAX_COPIES}, each account once
     * @return what was filed, in the order of {@code copies}
     * @throws org.mailroom.mailstore.refusal.Refused OVER_QUOTA naming nobody (ask {@link #hasRoom}
     *     before), UNAVAILABLE
     */
    public List<Filed> deliver(Incoming content, Instant received, List<Copy> copies) {
        if (copies.isEmpty() || copies.size() > MAX_COPIES) {
            throw new IllegalArgumentException(copies.size() + " copies");
        }
        List<Copy> ordered =
                copies.stream().sorted(Comparator.comparingLong(c -> c.account().value())).toList();
        var states = new ArrayList<AccountState>(ordered.size());
        try {
            var quotas = new ArrayList<Long>(ordered.size());
            for (Copy copy : ordered) {
                states.add(store.states().acquire(copy.account()));
                quotas.add(store.quota(copy.account()));
            }
            BlobRef ref = store.blobs().keep(List.of(content)).getFirst();
            List<Filed> filed =
                    store.changer()
                            .change(
                                    states,
                                    txs -> deliver(content, received, ordered, quotas, ref, txs));
            return inOrder(copies, ordered, filed);
        } finally {
            states.forEach(store.states()::release);
        }
    }

    private List<Filed> deliver(
            Incoming content,
            Instant received,
            List<Copy> copies,
            List<Long> quotas,
            BlobRef ref,
            List<AccountTx> txs) {
        long blob = store.blobs().insert(txs.getFirst().session(), ref, copies.size());
        var filed = new ArrayList<Filed>(copies.size());
        for (int i = 0; i < copies.size(); i++) {
            AccountTx tx = txs.get(i);
            Copy copy = copies.get(i);
            Mailbox mailbox =
                    tx.find(copy.mailbox())
                            .orElseGet(
                                    () ->
                                            MailboxChanges.create(
                                                    tx, copy.mailbox(), Optional.empty()));
            var filing = new MessageChanges.Filing(content, blob, copy.flags(), received);
            filed.add(MessageChanges.file(tx, mailbox, List.of(filing), quotas.get(i)));
        }
        return filed;
    }

    private static List<Filed> inOrder(List<Copy> wanted, List<Copy> ordered, List<Filed> filed) {
        Map<AccountId, Filed> byAccount = new HashMap<>();
        for (int i = 0; i < filed.size(); i++) {
            byAccount.put(ordered.get(i).account(), filed.get(i));
        }
        if (byAccount.size() != wanted.size()) {
            throw new IllegalArgumentException("an account is named twice");
        }
        return wanted.stream().map(copy -> byAccount.get(copy.account())).toList();
    }

    /** Whether the account's quota leaves room for this many octets. */
    public boolean hasRoom(AccountId account, long octets) {
        long quota = store.quota(account);
        if (quota == 0) {
            return true;
        }
        AccountState state = store.states().acquire(account);
        try {
            return state.published().usedBytes() + octets <= quota;
        } finally {
            store.states().release(state);
        }
    }
}
