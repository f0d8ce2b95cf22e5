package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.mail.Shipment.Copy;
import org.mailroom.mailstore.mail.Shipment.Fresh;
import org.mailroom.mailstore.mail.Shipment.Kept;
import org.mailroom.mailstore.mail.Shipment.Parcel;
import org.mailroom.mailstore.mail.Shipment.Taking;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.EmailRow;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The one way a message comes into other people's mailboxes: the content is stored once, each
 * recipient gets a row with the data key wrapped for that account, all in one transaction.
 */
public final class Deliverer {
    /** Most accounts that one delivery touches. */
    public static final int MAX_COPIES = 1000;

    private final MailStore store;

    Deliverer(MailStore store) {
        this.store = store;
    }

    /**
     * Delivers to all or to none; returns when it is on disk and published.
     *
     * @param content finished
     * @param copies 1 to {@link #MAX_COPIES}, each account once
     * @return what was filed, in the order of {@code copies}
     * @throws Refused OVER_QUOTA naming nobody (ask {@link #hasRoom} before), UNAVAILABLE
     */
    public List<Filed> deliver(Incoming content, Instant received, List<Copy> copies) {
        if (copies.isEmpty()) {
            throw new IllegalArgumentException("no copies");
        }
        return deliver(new Shipment(List.of(new Fresh(content, copies)), received))
                .orElseThrow()
                .getFirst();
    }

    /**
     * Delivers all of a shipment or nothing; returns when it is on disk and published.
     *
     * @return what was filed of each parcel; empty: the message to be taken is no longer there, and
     *     nothing was done
     * @throws Refused OVER_QUOTA naming nobody (ask {@link #hasRoom} before), EXPUNGED if a kept
     *     message is gone, NONEXISTENT if an account or the mailbox to take from is, UNAVAILABLE
     */
    public Optional<List<List<Filed>>> deliver(Shipment shipment) {
        var ids = new TreeSet<Long>();
        for (Parcel parcel : shipment.parcels()) {
            var once = new HashSet<AccountId>();
            for (Copy copy : parcel.copies()) {
                if (!once.add(copy.account())) {
                    throw new IllegalArgumentException("an account is named twice");
                }
                ids.add(copy.account().value());
            }
        }
        shipment.taking().ifPresent(taking -> ids.add(taking.owner().value()));
        if (ids.size() > MAX_COPIES) {
            throw new IllegalArgumentException(ids.size() + " accounts");
        }
        var states = new ArrayList<AccountState>(ids.size());
        try {
            for (long id : ids) {
                states.add(store.states().acquire(new AccountId(id)));
            }
            return new Run(shipment, states).deliver();
        } finally {
            states.forEach(store.states()::release);
        }
    }

    /** One shipment on its way. */
    private final class Run {
        private final Shipment shipment;
        private final List<AccountState> states;
        private final Map<AccountId, Long> quotas = new HashMap<>();
        private final Map<Fresh, BlobRef> places = new HashMap<>();

        Run(Shipment shipment, List<AccountState> states) {
            this.shipment = shipment;
            this.states = states;
            states.forEach(state -> quotas.put(state.id(), store.quota(state.id())));
        }

        Optional<List<List<Filed>>> deliver() {
            List<Fresh> fresh = new ArrayList<>();
            for (Parcel parcel : shipment.parcels()) {
                if (parcel instanceof Fresh one && !one.copies().isEmpty()) {
                    fresh.add(one);
                }
            }
            List<BlobRef> refs = store.blobs().keep(fresh.stream().map(Fresh::content).toList());
            for (int i = 0; i < refs.size(); i++) {
                places.put(fresh.get(i), refs.get(i));
            }
            return shipment.taking().isEmpty()
                    ? store.changer().change(states, this::deliver)
                    : store.changer()
                            .change(
                                    states,
                                    shipment.taking().get().owner(),
                                    shipment.taking().get().mailbox(),
                                    this::deliver);
        }

        private Optional<List<List<Filed>>> deliver(List<AccountTx> all) {
            Map<AccountId, AccountTx> txs = new HashMap<>();
            all.forEach(tx -> txs.put(tx.account(), tx));
            if (shipment.taking().isPresent() && !take(shipment.taking().get(), txs)) {
                return Optional.empty();
            }
            List<List<Filed>> filed = new ArrayList<>();
            for (Parcel parcel : shipment.parcels()) {
                filed.add(parcel.copies().isEmpty() ? List.of() : file(parcel, txs));
            }
            shipment.alongside().write(all.getFirst().session(), filed);
            return Optional.of(filed);
        }

        private boolean take(Taking taking, Map<AccountId, AccountTx> txs) {
            AccountTx tx = Objects.requireNonNull(txs.get(taking.owner()));
            MailboxView view = tx.messages(taking.mailbox());
            int index = view.indexOf(taking.uid());
            if (index < 0) {
                return false;
            }
            if (taking.to().isPresent()) {
                Mailbox to = mailbox(tx, taking.to().get());
                MessageChanges.copy(tx, view, new int[] {index}, to, MessageChanges.Dates.SAME);
            }
            MessageChanges.expunge(tx, tx.messages(taking.mailbox()), new int[] {index});
            var kind = taking.to().isPresent() ? Trail.Kind.MOVED : Trail.Kind.EXPUNGED;
            String object = Traces.messages(taking.mailbox(), new long[] {taking.uid()});
            var deed = new Trail.Deed(kind, taking.owner(), by(), object);
            store.trail().done(tx.session(), List.of(deed));
            return true;
        }

        private List<Filed> file(Parcel parcel, Map<AccountId, AccountTx> txs) {
            StatelessSession session = txs.values().iterator().next().session();
            return switch (parcel) {
                case Fresh fresh -> {
                    BlobRef place = Objects.requireNonNull(places.get(fresh));
                    int users = fresh.copies().size();
                    long blob = store.blobs().insert(session, List.of(place), users).getFirst();
                    var body = MessageChanges.Body.of(fresh.content(), blob);
                    yield file(body, place.digest(), parcel, txs);
                }
                case Kept kept -> {
                    try (AccountKey key = store.accounts().key(session, kept.holder());
                            Opened opened = open(session, kept, key)) {
                        yield file(opened.body, opened.digest, parcel, txs);
                    }
                }
            };
        }

        private List<Filed> file(
                MessageChanges.Body body,
                Digest digest,
                Parcel parcel,
                Map<AccountId, AccountTx> txs) {
            List<Filed> filed = new ArrayList<>();
            List<Trail.Deed> deeds = new ArrayList<>();
            for (Copy copy : parcel.copies()) {
                AccountTx tx = Objects.requireNonNull(txs.get(copy.account()));
                var filing = new MessageChanges.Filing(body, copy.flags(), shipment.received());
                Filed one =
                        MessageChanges.file(
                                tx,
                                mailbox(tx, copy.mailbox()),
                                List.of(filing),
                                Objects.requireNonNull(quotas.get(copy.account())));
                filed.add(one);
                deeds.addAll(
                        Traces.filed(
                                Trail.Kind.DELIVERED, copy.account(), by(), one, List.of(digest)));
            }
            store.trail().done(txs.values().iterator().next().session(), deeds);
            return filed;
        }

        private Optional<Access> by() {
            return shipment.by().map(Access.Owner::new);
        }

        private Mailbox mailbox(AccountTx tx, MailboxName name) {
            return tx.find(name).orElseGet(() -> MailboxChanges.create(tx, name, Optional.empty()));
        }
    }

    /** A kept message's body; its key is wiped with it. */
    private record Opened(MessageChanges.Body body, Digest digest) implements AutoCloseable {
        @Override
        public void close() {
            body.key().close();
        }
    }

    /** Counts the new copies on the blob's row, whose lock keeps it from going meanwhile. */
    private static Opened open(StatelessSession session, Kept kept, AccountKey key) {
        @Nullable EmailRow email = session.get(EmailRow.class, kept.emailId());
        if (email == null || email.accountId != kept.holder().value()) {
            throw gone();
        }
        int counted =
                session.createMutationQuery("update BlobRow set refs = refs + :n where id = :id")
                        .setParameter("n", kept.copies().size())
                        .setParameter("id", email.blobId)
                        .executeUpdate();
        @Nullable BlobRow blob = session.get(BlobRow.class, email.blobId);
        if (counted == 0 || blob == null) {
            throw gone();
        }
        try {
            BlobId token = BlobId.of(blob.token);
            DataKey data = key.unwrap(email.wrappedKey, token);
            byte[] summary = key.openRecord(RecordKind.SUMMARY, email.id, email.summary);
            return new Opened(
                    new MessageChanges.Body(
                            email.blobId, token, data, email.size, Summary.decode(summary)),
                    Digest.of(blob.digest));
        } catch (TamperedException e) {
            throw Content.corrupt(email.id, e);
        }
    }

    private static Refused gone() {
        return new Refused(Refused.Reason.EXPUNGED, "The message is gone");
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
