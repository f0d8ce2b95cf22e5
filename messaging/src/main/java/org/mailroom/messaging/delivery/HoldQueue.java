package org.mailroom.messaging.delivery;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mail.Shipment.Fresh;
import org.mailroom.mailstore.mail.Shipment.Parcel;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.messaging.rows.HeldRow;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages that somebody has to look at first: kept as mail, sealed and on disk, until a moderator
 * releases or rejects them. Who may do that, and the record of it, is the caller's business.
 * Thread-safe.
 */
public final class HoldQueue {
    private final MailStore store;
    private final Database database;
    private final Policy policy;
    private final HoldingAccount holding;
    private final Delivery delivery;
    private final Reports reports;
    private final InstantSource clock;

    HoldQueue(
            MailStore store,
            Policy policy,
            HoldingAccount holding,
            Delivery delivery,
            Reports reports,
            InstantSource clock) {
        this.store = store;
        this.database = store.database();
        this.policy = policy;
        this.holding = holding;
        this.delivery = delivery;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Keeps a message the decision point wants looked at.
     *
     * @param asked as it was asked about
     * @param content finished; stays the caller's to close
     * @return empty: the message to be taken is no longer there, and nothing was done
     */
    public Optional<Delivered> hold(Question.Message asked, Incoming content, Why why, Own own) {
        Map<AddrSpec, MailboxName> to = new LinkedHashMap<>();
        asked.recipients().forEach(address -> to.put(address, MailboxName.INBOX));
        var passage =
                new Passage(
                        Passage.text(asked.sender()),
                        asked.reversePath(),
                        asked.circumstances().kind(),
                        to);
        return hold(passage, content, why, false, own);
    }

    Optional<Delivered> hold(Passage passage, Incoming content, Why why, boolean shadow, Own own) {
        List<Parcel> parcels = new ArrayList<>();
        parcels.add(new Fresh(content, List.of(holding.copy(HoldingAccount.HELD))));
        if (own.sent().isPresent()) {
            AccountId author = passage.author().orElseThrow();
            parcels.add(new Fresh(own.sent().get(), List.of(Shipping.sent(author))));
        }
        var shipment =
                new Shipment(
                        parcels,
                        own.taking(),
                        clock.instant(),
                        (session, filed) ->
                                note(session, passage, filed.getFirst().getFirst(), why, shadow));
        return store.deliverer()
                .deliver(shipment)
                .map(
                        filed ->
                                new Delivered(
                                        own.sent().isPresent()
                                                ? Optional.of(filed.getLast().getFirst())
                                                : Optional.empty()));
    }

    private void note(
            StatelessSession session, Passage passage, Filed kept, Why why, boolean shadow) {
        var row = new HeldRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.created = clock.millis();
        row.authorId = passage.author().map(AccountId::value).orElse(null);
        row.emailId = kept.emails()[0];
        row.uid = kept.uids()[0];
        row.why = why.code().word();
        row.shadow = (short) (shadow ? 1 : 0);
        try (AccountKey key = store.accounts().key(session, holding.id())) {
            row.sealed = key.sealRecord(RecordKind.QUEUE, row.id, passage.encode());
        }
        session.insert(row);
    }

    /** Oldest first, those behind {@code after}; 0 starts. */
    public List<HeldMail> list(long after, int limit) {
        List<HeldRow> rows =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "from HeldRow where id > :after order by id",
                                                HeldRow.class)
                                        .setParameter("after", after)
                                        .setMaxResults(limit)
                                        .getResultList());
        return rows.isEmpty() ? List.of() : rows.stream().map(this::mail).toList();
    }

    public Optional<HeldMail> byId(long id) {
        return row(id).map(this::mail);
    }

    private Optional<HeldRow> row(long id) {
        return database.read(session -> Optional.ofNullable(session.get(HeldRow.class, id)));
    }

    private HeldMail mail(HeldRow row) {
        try (AccountMail mail = holding.open()) {
            return new HeldMail(
                    row.id,
                    Instant.ofEpochMilli(row.created),
                    Optional.ofNullable(row.authorId).map(AccountId::new),
                    row.why,
                    row.shadow == 1,
                    List.copyOf(passage(row).recipients().keySet()),
                    mail.email(row.emailId).summary());
        }
    }

    private Passage passage(HeldRow row) {
        AccountId holder = holding.id();
        return database.read(
                session -> {
                    try (AccountKey key = store.accounts().key(session, holder)) {
                        return Passage.decode(key.openRecord(RecordKind.QUEUE, row.id, row.sealed));
                    }
                });
    }

    /**
     * The message itself; close it.
     *
     * @throws Refused NONEXISTENT
     */
    public Content open(long id) {
        HeldRow row = required(id);
        try (AccountMail mail = holding.open()) {
            return mail.content(row.emailId);
        }
    }

    private HeldRow required(long id) {
        return row(id).orElseThrow(HoldQueue::gone);
    }

    private static Refused gone() {
        return new Refused(Refused.Reason.NONEXISTENT, "No such message is held");
    }

    /**
     * Lets it go. It is judged once more, as of now, but for what held it.
     *
     * @throws Refused NONEXISTENT; or why it may not go, in which case it stays
     */
    public void release(long id) {
        HeldRow row = required(id);
        Passage passage = passage(row);
        Sender sender =
                passage.sender(store.accounts())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Reason.NONEXISTENT,
                                                "Its sender is no longer here"));
        try (Incoming content = copy(row)) {
            var question =
                    new Question.Message(
                            sender,
                            passage.reversePath(),
                            content.header(),
                            content.size(),
                            List.copyOf(passage.recipients().keySet()),
                            passage.circumstances());
            Clearance clearance =
                    switch (policy.approve(question)) {
                        case Decision.Accept yes -> yes.clearance().orElseThrow();
                        case Decision.Refuse no -> throw Reasons.refused(no.why());
                        case Decision.Hold hold -> throw Reasons.refused(hold.why());
                    };
            List<Recipient> recipients =
                    passage.recipients().entrySet().stream()
                            .map(to -> new Recipient(clearance, to.getKey()).in(to.getValue()))
                            .toList();
            var envelope = new Envelope(sender, passage.reversePath(), recipients);
            if (delivery.release(envelope, content, own(row), s -> delete(s, row.id)).isEmpty()) {
                throw gone();
            }
        }
    }

    private Own own(HeldRow row) {
        return new Own(Optional.empty(), Optional.of(holding.taking(HoldingAccount.HELD, row.uid)));
    }

    private Incoming copy(HeldRow row) {
        Incoming copy = store.receive();
        try (AccountMail mail = holding.open();
                Content content = mail.content(row.emailId);
                InputStream in = content.range(0, content.size())) {
            in.transferTo(copy);
            return copy.finish();
        } catch (IOException e) {
            copy.close();
            throw new Refused(Refused.Reason.UNAVAILABLE, "Storage failed; nothing was done", e);
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /**
     * Does away with it. Its author is told, unless it lay under a shadow.
     *
     * @param text what the author gets to read
     * @throws Refused NONEXISTENT
     */
    public void reject(long id, String text) {
        HeldRow row = required(id);
        Passage passage = passage(row);
        try (AccountMail mail = holding.open()) {
            var header = mail.header(row.emailId);
            boolean taken =
                    store.deliverer()
                            .deliver(
                                    new Shipment(
                                            List.of(),
                                            own(row).taking(),
                                            clock.instant(),
                                            (session, filed) -> delete(session, row.id)))
                            .isPresent();
            if (!taken) {
                throw gone();
            }
            if (row.shadow == 0) {
                Map<AddrSpec, Why> failures = new LinkedHashMap<>();
                passage.recipients()
                        .keySet()
                        .forEach(to -> failures.put(to, new Why(WhyCode.NOT_PERMITTED, text)));
                passage.reversePath().ifPresent(author -> reports.failed(author, header, failures));
            }
        }
    }

    private static void delete(StatelessSession session, long id) {
        session.createMutationQuery("delete from HeldRow where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }
}
