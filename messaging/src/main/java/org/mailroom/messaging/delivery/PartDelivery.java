package org.mailroom.messaging.delivery;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mail.Shipment.Copy;
import org.mailroom.mailstore.mail.Shipment.Kept;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.messaging.rows.SendingCopyRow;
import org.mailroom.messaging.rows.SendingPartRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One page of a message's fan-out: the next accounts, each asked about, filed in one transaction
 * with the note of how far it has come. Belongs to the fan-out's thread.
 */
final class PartDelivery {
    private static final Logger log = LoggerFactory.getLogger(PartDelivery.class);

    /** Most accounts of a transaction. */
    private static final int PAGE = 200;

    private final MailStore store;
    private final Database database;
    private final Groups groups;
    private final Policy policy;
    private final HoldingAccount holding;
    private final Reports reports;
    private final InstantSource clock;
    private final int page;

    PartDelivery(
            MailStore store,
            Groups groups,
            Policy policy,
            HoldingAccount holding,
            Reports reports,
            DeliverySettings settings,
            InstantSource clock) {
        this.store = store;
        this.database = store.database();
        this.groups = groups;
        this.policy = policy;
        this.holding = holding;
        this.reports = reports;
        this.clock = clock;
        this.page = Math.min(PAGE, settings.together());
    }

    /** Another process has dealt with this page, or the part is gone: nothing of ours is kept. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super(null, null, false, false);
        }
    }

    /** Who gets a copy of a page, who does not, and where the next page begins. */
    private record Page(Set<AccountId> takers, Map<AddrSpec, Why> failures, long position) {}

    /**
     * @param passage empty: nobody knows any more what the part belongs to
     */
    void page(SendingPartRow part, Optional<Passage> passage) {
        if (passage.isEmpty()) {
            end(part);
            return;
        }
        try {
            page(part, passage.get());
        } catch (Overtaken e) {
            log.debug("A page was dealt with elsewhere");
        } catch (Refused e) {
            if (e.reason() != Refused.Reason.EXPUNGED) {
                throw e;
            }
            end(part);
        }
    }

    private void page(SendingPartRow part, Passage passage) {
        Optional<Sender> sender = passage.sender(store.accounts());
        if (sender.isEmpty()) {
            log.info("A message's sender is gone; the rest is not delivered");
            end(part);
            return;
        }
        HeaderBlock header = header(part);
        Page page =
                part.groupId == null
                        ? named(part, passage, sender.get(), header)
                        : members(part, passage, sender.get(), header);
        if (page.position() == part.position) {
            end(part);
        } else {
            file(part, page);
        }
        if (!page.failures().isEmpty()) {
            passage.reversePath()
                    .ifPresent(author -> reports.failed(author, header, page.failures()));
        }
    }

    private HeaderBlock header(SendingPartRow part) {
        try (AccountMail mail = holding.open()) {
            return mail.header(part.emailId);
        }
    }

    private Page members(SendingPartRow part, Passage passage, Sender sender, HeaderBlock header) {
        AccountId group = new AccountId(java.util.Objects.requireNonNull(part.groupId));
        Set<AccountId> takers = new HashSet<>();
        Optional<AddrSpec> address = groups.byId(group).flatMap(g -> AddrSpec.of(g.address()));
        Optional<Clearance> clearance =
                address.flatMap(a -> clearance(part, passage, sender, header, a));
        if (clearance.isEmpty()) {
            log.info("A message may no longer go to its group; the rest is not delivered");
            return new Page(takers, Map.of(), part.position);
        }
        List<Membership> next =
                part.position == 0
                        ? groups.expand(group, page)
                        : groups.expand(group, new AccountId(part.position), page);
        Set<Long> have = have(part.sendingId, next.stream().map(Membership::member).toList());
        long size = size(part);
        long last = part.position;
        for (Membership membership : next) {
            AccountId member = membership.member();
            last = member.value();
            if (have.contains(last) || clearance.get().sender().equals(Optional.of(member))) {
                continue;
            }
            var question = new Question.Member(sender, clearance.get(), group, member, size);
            if (policy.decide(question) instanceof Decision.Accept
                    && store.deliverer().hasRoom(member, size)) {
                takers.add(member);
            }
        }
        return new Page(takers, Map.of(), last);
    }

    /** The decision that was made when the message was taken, made again. */
    private Optional<Clearance> clearance(
            SendingPartRow part,
            Passage passage,
            Sender sender,
            HeaderBlock header,
            AddrSpec address) {
        return switch (policy.foresee(question(part, passage, sender, header, address))) {
            case Decision.Accept yes -> yes.clearance();
            case Decision.Refuse no -> Optional.empty();
            case Decision.Hold hold -> Optional.empty();
        };
    }

    private Question.Message question(
            SendingPartRow part,
            Passage passage,
            Sender sender,
            HeaderBlock header,
            AddrSpec address) {
        return new Question.Message(
                sender,
                passage.reversePath(),
                header,
                size(part),
                List.of(address),
                passage.circumstances());
    }

    private long size(SendingPartRow part) {
        try (AccountMail mail = holding.open()) {
            return mail.email(part.emailId).size();
        }
    }

    private Set<Long> have(long sending, List<AccountId> accounts) {
        if (accounts.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "select accountId from SendingCopyRow where"
                                                        + " sendingId = :sending and accountId in"
                                                        + " :accounts",
                                                Long.class)
                                        .setParameter("sending", sending)
                                        .setParameter(
                                                "accounts",
                                                accounts.stream().map(AccountId::value).toList())
                                        .getResultList()));
    }

    /** Those who are named one by one; the author hears of those who do not get it. */
    private Page named(SendingPartRow part, Passage passage, Sender sender, HeaderBlock header) {
        Set<AccountId> takers = new HashSet<>();
        Map<AddrSpec, Why> failures = new LinkedHashMap<>();
        long size = size(part);
        long last = part.position;
        for (long id : waiting(part)) {
            last = id;
            Optional<Account> account = store.accounts().byId(new AccountId(id));
            Optional<AddrSpec> address = account.flatMap(a -> AddrSpec.of(a.address()));
            if (address.isEmpty()) {
                continue;
            }
            switch (policy.foresee(question(part, passage, sender, header, address.get()))) {
                case Decision.Accept yes -> {
                    if (store.deliverer().hasRoom(new AccountId(id), size)) {
                        takers.add(
                                yes.clearance()
                                        .flatMap(c -> c.of(address.get()))
                                        .orElseThrow()
                                        .account());
                    } else {
                        failures.put(address.get(), FULL);
                    }
                }
                case Decision.Refuse no -> failures.put(address.get(), no.why());
                case Decision.Hold hold -> failures.put(address.get(), hold.why());
            }
        }
        return new Page(takers, failures, last);
    }

    private static final Why FULL = new Why(WhyCode.MAILBOX_FULL, "This mailbox is full");

    private List<Long> waiting(SendingPartRow part) {
        return database.read(
                session ->
                        session.createSelectionQuery(
                                        "select accountId from SendingCopyRow where sendingId ="
                                                + " :sending and partId = :part and done = 0 and"
                                                + " accountId > :position order by accountId",
                                        Long.class)
                                .setParameter("sending", part.sendingId)
                                .setParameter("part", part.id)
                                .setParameter("position", part.position)
                                .setMaxResults(page)
                                .getResultList());
    }

    private void file(SendingPartRow part, Page page) {
        List<AccountId> takers = new ArrayList<>(page.takers());
        if (takers.isEmpty()) {
            database.writeDurably(session -> advance(session, part, page.position()));
            return;
        }
        try {
            deliver(part, takers, page.position());
        } catch (Refused e) {
            if (e.reason() != Refused.Reason.OVER_QUOTA
                    && e.reason() != Refused.Reason.NONEXISTENT) {
                throw e;
            }
            // Somebody's room is gone, or somebody is, since we looked: one by one, then.
            one(part, takers, page.position());
        }
    }

    private void one(SendingPartRow part, List<AccountId> takers, long position) {
        for (AccountId taker : takers) {
            try {
                deliver(part, List.of(taker), part.position);
            } catch (Refused e) {
                if (e.reason() != Refused.Reason.OVER_QUOTA
                        && e.reason() != Refused.Reason.NONEXISTENT) {
                    throw e;
                }
                log.info("A copy was not delivered: {}", e.reason());
            }
        }
        database.writeDurably(session -> advance(session, part, position));
    }

    private void deliver(SendingPartRow part, List<AccountId> takers, long position) {
        List<Copy> copies =
                takers.stream().map(t -> new Copy(t, MailboxName.INBOX, Flags.NONE)).toList();
        store.deliverer()
                .deliver(
                        new Shipment(
                                List.of(new Kept(holding.id(), part.emailId, copies)),
                                Optional.empty(),
                                Instant.ofEpochMilli(clock.millis()),
                                (session, filed) -> {
                                    takers.forEach(t -> has(session, part, t));
                                    advance(session, part, position);
                                }));
    }

    private static void has(StatelessSession session, SendingPartRow part, AccountId account) {
        if (part.groupId == null) {
            session.createMutationQuery(
                            "update SendingCopyRow set done = 1 where sendingId = :sending and"
                                    + " accountId = :account")
                    .setParameter("sending", part.sendingId)
                    .setParameter("account", account.value())
                    .executeUpdate();
            return;
        }
        var row = new SendingCopyRow();
        row.sendingId = part.sendingId;
        row.accountId = account.value();
        row.partId = part.id;
        row.done = 1;
        session.insert(row);
    }

    private static void advance(StatelessSession session, SendingPartRow part, long position) {
        int advanced =
                session.createMutationQuery(
                                "update SendingPartRow set position = :to where id = :id and"
                                        + " position = :from")
                        .setParameter("to", position)
                        .setParameter("id", part.id)
                        .setParameter("from", part.position)
                        .executeUpdate();
        if (advanced != 1) {
            throw new Overtaken();
        }
    }

    /** Takes the version out of the holding account, and with the last one all that was noted. */
    private void end(SendingPartRow part) {
        boolean ended = false;
        try {
            ended =
                    store.deliverer()
                            .deliver(
                                    new Shipment(
                                            List.of(),
                                            Optional.of(
                                                    holding.taking(
                                                            HoldingAccount.SENDING, part.uid)),
                                            clock.instant(),
                                            (session, filed) -> forget(session, part)))
                            .isPresent();
        } catch (Refused e) {
            if (e.reason() != Refused.Reason.EXPUNGED) {
                throw e;
            }
        }
        if (!ended) {
            database.writeDurably(session -> forget(session, part));
        }
    }

    private static void forget(StatelessSession session, SendingPartRow part) {
        delete(session, "SendingPartRow where id", part.id);
        long left =
                session.createSelectionQuery(
                                "select count(*) from SendingPartRow where sendingId = :id",
                                Long.class)
                        .setParameter("id", part.sendingId)
                        .getSingleResult();
        if (left == 0) {
            delete(session, "SendingCopyRow where sendingId", part.sendingId);
            delete(session, "SendingRow where id", part.sendingId);
        }
    }

    private static void delete(StatelessSession session, String which, long id) {
        session.createMutationQuery("delete from " + which + " = :id")
                .setParameter("id", id)
                .executeUpdate();
    }
}
