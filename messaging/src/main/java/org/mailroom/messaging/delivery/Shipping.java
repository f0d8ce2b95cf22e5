package org.mailroom.messaging.delivery;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mail.Shipment.Copy;
import org.mailroom.mailstore.mail.Shipment.Fresh;
import org.mailroom.mailstore.mail.Shipment.Parcel;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From an accepted message to one transaction: which version of it goes into which mailbox, and
 * what is left for the {@link FanOut}. Thread-safe.
 */
final class Shipping {
    static final MailboxName SENT = new MailboxName("Sent");

    /** Who else got a message is nobody's business where several got it one by one. */
    private static final List<String> RECIPIENT_FIELDS =
            List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");

    private final MailStore store;
    private final Groups groups;
    private final Policy policy;
    private final HoldingAccount holding;
    private final FanOut fanOut;
    private final Rewriting rewriting;
    private final GroupMail groupMail;
    private final InstantSource clock;

    /** Most accounts that are served at once; the rest is fanned out. */
    private final int together;

    Shipping(
            MailStore store,
            Groups groups,
            Policy policy,
            HoldingAccount holding,
            FanOut fanOut,
            DeliverySettings settings,
            InstantSource clock) {
        this.store = store;
        this.groups = groups;
        this.policy = policy;
        this.holding = holding;
        this.fanOut = fanOut;
        this.clock = clock;
        this.together = settings.together();
        rewriting = new Rewriting(store);
        groupMail = new GroupMail(store.accounts(), groups, rewriting);
    }

    /**
     * @param alongside what else is written in the same transaction
     * @return empty: the message to be taken is no longer there, and nothing was done
     */
    Optional<Delivered> send(
            Envelope envelope, Incoming content, Own own, Consumer<StatelessSession> alongside) {
        try (Load load = new Load(envelope, content)) {
            envelope.recipients().forEach(load::add);
            return load.send(own, alongside);
        }
    }

    /** A version of the message. */
    private static final class Version {
        final Incoming content;
        final List<Copy> copies = new ArrayList<>();

        /** Whose members get it by and by. */
        Optional<AccountId> laterFor = Optional.empty();

        /** Who gets it by and by. */
        final List<AccountId> later = new ArrayList<>();

        Version(Incoming content) {
            this.content = content;
        }

        boolean isLater() {
            return laterFor.isPresent() || !later.isEmpty();
        }
    }

    /** One message on its way. */
    private final class Load implements AutoCloseable {
        private final Envelope envelope;
        private final Version whole;
        private final List<Version> versions = new ArrayList<>();
        private final List<Incoming> made = new ArrayList<>();
        private final Map<AccountId, Recipient> lists = new LinkedHashMap<>();
        private final Set<AccountId> served = new HashSet<>();
        private Optional<Version> hidden = Optional.empty();

        Load(Envelope envelope, Incoming content) {
            this.envelope = envelope;
            this.whole = version(content);
        }

        private Version version(Incoming content) {
            Version version = new Version(content);
            versions.add(version);
            return version;
        }

        void add(Recipient recipient) {
            Clearance.Cleared cleared = recipient.cleared();
            if (kind(cleared.account()) == Account.Kind.GROUP) {
                lists.putIfAbsent(cleared.account(), recipient);
            } else if (cleared.obligations().contains(Obligation.HIDE_RECIPIENTS)
                    && envelope.recipients().size() > 1) {
                add(hidden(), cleared.account(), recipient.mailbox());
            } else {
                add(whole, cleared.account(), recipient.mailbox());
            }
        }

        private Account.Kind kind(AccountId id) {
            return store.accounts().byId(id).map(Account::kind).orElse(Account.Kind.PERSON);
        }

        private Version hidden() {
            if (hidden.isEmpty()) {
                Incoming version =
                        rewriting.of(
                                whole.content,
                                RECIPIENT_FIELDS,
                                "To: undisclosed-recipients:;\r\n");
                made.add(version);
                hidden = Optional.of(version(version));
            }
            return hidden.get();
        }

        private void add(Version version, AccountId account, MailboxName mailbox) {
            if (served.contains(account)) {
                return;
            }
            if (served.size() < together) {
                version.copies.add(new Copy(account, mailbox, Flags.NONE));
            } else {
                version.later.add(account);
            }
            served.add(account);
        }

        /** Those who are named come before those who are meant, so that nobody gets it twice. */
        private void expand(Recipient recipient) {
            Clearance.Cleared cleared = recipient.cleared();
            Group group =
                    groups.byId(cleared.account())
                            .orElseThrow(
                                    () ->
                                            new Refused(
                                                    Refused.Reason.UNKNOWN_RECIPIENT,
                                                    "Nobody here has this address"));
            if (cleared.obligations().contains(Obligation.TO_OWNERS)) {
                groups.owners(group.id()).forEach(m -> add(whole, recipient, group, m));
                return;
            }
            Incoming made = groupMail.version(group, cleared, whole.content);
            this.made.add(made);
            Version version = version(made);
            List<Membership> members = groups.expand(group.id(), together + 1);
            if (served.size() + members.size() > together) {
                version.laterFor = Optional.of(group.id());
            } else {
                members.stream()
                        .filter(m -> !isSender(recipient, m.member()))
                        .forEach(m -> add(version, recipient, group, m));
            }
        }

        private boolean isSender(Recipient recipient, AccountId member) {
            return recipient.clearance().sender().equals(Optional.of(member));
        }

        private void add(Version version, Recipient recipient, Group group, Membership member) {
            AccountId id = member.member();
            Question question =
                    new Question.Member(
                            envelope.sender(),
                            recipient.clearance(),
                            group.id(),
                            id,
                            version.content.size());
            if (!served.contains(id)
                    && policy.decide(question) instanceof Decision.Accept
                    && store.deliverer().hasRoom(id, version.content.size())) {
                add(version, id, recipient.mailbox());
            }
        }

        Optional<Delivered> send(Own own, Consumer<StatelessSession> alongside) {
            lists.values().forEach(this::expand);
            boolean later = versions.stream().anyMatch(Version::isLater);
            if (later) {
                versions.stream()
                        .filter(Version::isLater)
                        .forEach(v -> v.copies.add(holding.copy(HoldingAccount.SENDING)));
            }
            List<Parcel> parcels = new ArrayList<>();
            versions.forEach(v -> parcels.add(new Fresh(v.content, v.copies)));
            own.sent()
                    .ifPresent(
                            sent -> parcels.add(new Fresh(sent, List.of(sent(envelope.sender())))));
            var shipment =
                    new Shipment(
                            parcels,
                            own.taking(),
                            clock.instant(),
                            (session, filed) -> {
                                if (later) {
                                    note(session, filed);
                                }
                                alongside.accept(session);
                            });
            if (parcels.stream().allMatch(p -> p.copies().isEmpty()) && own.taking().isEmpty()) {
                // a group in which nobody may have it
                return Optional.of(new Delivered(Optional.empty()));
            }
            Optional<List<List<Filed>>> filed = store.deliverer().deliver(shipment);
            if (later && filed.isPresent()) {
                fanOut.wake();
            }
            return filed.map(
                    all ->
                            new Delivered(
                                    own.sent().isPresent()
                                            ? Optional.of(all.getLast().getFirst())
                                            : Optional.empty()));
        }

        /** What is left to do, in the same transaction. */
        private void note(StatelessSession session, List<List<Filed>> filed) {
            Passage passage = Passage.of(envelope, Map.of());
            var sending = fanOut.begin(session, passage);
            Set<AccountId> open = new HashSet<>();
            for (int i = 0; i < versions.size(); i++) {
                Version version = versions.get(i);
                if (version.isLater()) {
                    Filed kept = filed.get(i).getLast();
                    var part = sending.part(kept, version.laterFor);
                    version.later.forEach(part::later);
                    open.addAll(version.later);
                }
            }
            if (versions.stream().anyMatch(v -> v.laterFor.isPresent())) {
                served.stream().filter(id -> !open.contains(id)).forEach(sending::done);
            }
        }

        @Override
        public void close() {
            made.forEach(Incoming::close);
        }
    }

    static Copy sent(AccountId author) {
        return new Copy(author, SENT, Flags.of(SystemFlag.SEEN));
    }

    /** The sender's own copy, which nobody else's account gets. */
    private static Copy sent(Sender sender) {
        if (sender instanceof Sender.Person(Account account)) {
            return sent(account.id());
        }
        if (sender instanceof Sender.Service(Account service, Optional<Account> person)
                && person.isPresent()) {
            return sent(person.get().id());
        }
        throw new IllegalArgumentException("only a person has a Sent mailbox");
    }
}
