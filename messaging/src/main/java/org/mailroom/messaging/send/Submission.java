package org.mailroom.messaging.send;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.delivery.Delivered;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Kind;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sends what is composed here: builds the message, asks the decision point, delivers, and files the
 * author's own copy in Sent, all or nothing. BULK becomes one message for each recipient, who do
 * not learn of each other. Thread-safe.
 */
public final class Submission {
    private final MailStore store;
    private final Policy policy;
    private final Delivery delivery;
    private final String hostName;
    private final InstantSource clock;

    /**
     * @param hostName of this server, in Message-IDs
     */
    public Submission(
            MailStore store,
            Policy policy,
            Delivery delivery,
            String hostName,
            InstantSource clock) {
        this.store = store;
        this.policy = policy;
        this.delivery = delivery;
        this.hostName = hostName;
        this.clock = clock;
    }

    /**
     * Sends to all its recipients, or says who may not have it and does nothing.
     *
     * @param sender a person, or a service, perhaps in a person's name
     * @throws Refused CANNOT without recipients; LIMIT; what delivery throws
     */
    public Submitted send(Sender sender, NewMessage message) {
        List<AddrSpec> to = recipients(message);
        List<NewMessage> parts =
                message.said().equals(Optional.of(Kind.BULK))
                        ? to.stream().map(message::onlyTo).toList()
                        : List.of(message);
        Map<AddrSpec, Why> refused = new LinkedHashMap<>();
        List<Part> ready = new ArrayList<>();
        try {
            for (NewMessage one : parts) {
                Part part = new Part(sender, one);
                ready.add(part);
                refused.putAll(Verdict.foresee(policy, part.question(recipients(one))).refused());
            }
            if (!refused.isEmpty()) {
                return new Submitted.Refused(refused);
            }
            return send(ready);
        } finally {
            ready.forEach(Part::close);
        }
    }

    private Submitted send(List<Part> parts) {
        List<String> ids = new ArrayList<>();
        List<Filed> copies = new ArrayList<>();
        Optional<Why> held = Optional.empty();
        for (Part part : parts) {
            Verdict verdict = Verdict.decide(policy, part.question(recipients(part.message)));
            if (!verdict.refused().isEmpty()) {
                if (ids.isEmpty()) {
                    return new Submitted.Refused(verdict.refused());
                }
                // The rest of what was to go one by one: those before have gone.
                throw org.mailroom.messaging.delivery.Reasons.refused(
                        verdict.firstRefusal().orElseThrow());
            }
            Delivered delivered =
                    verdict.held().isPresent()
                            ? delivery.held()
                                    .hold(
                                            verdict.question(),
                                            part.content,
                                            verdict.held().get(),
                                            part.own())
                                    .orElseThrow()
                            : delivery.toAll(part.envelope(verdict), part.content, part.own())
                                    .orElseThrow();
            held = held.or(verdict::held);
            ids.add(part.messageId);
            delivered.sent().ifPresent(copies::add);
        }
        return held.isPresent()
                ? new Submitted.Held(held.get(), ids, copies)
                : new Submitted.Sent(ids, copies);
    }

    /**
     * Puts it into the author's mailbox for scheduled mail, made if missing. What goes to several
     * one by one is scheduled one by one; the answer then tells of the last.
     *
     * @throws Refused CANNOT unless the moment is to come and the sender is a person
     */
    public Submitted schedule(Sender sender, NewMessage message, Instant due) {
        if (message.said().equals(Optional.of(Kind.BULK)) && recipients(message).size() > 1) {
            Submitted last = new Submitted.Refused(Map.of());
            for (AddrSpec to : recipients(message)) {
                last = schedule(sender, message.onlyTo(to), due);
                if (last instanceof Submitted.Refused) {
                    return last;
                }
            }
            return last;
        }
        Account author =
                author(sender)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Reason.CANNOT,
                                                "Only people schedule messages"));
        String id = newId();
        try (Incoming content = write(author, message, id, Optional.of(due), true)) {
            Verdict verdict =
                    Verdict.foresee(
                            policy,
                            Verdict.question(
                                    sender,
                                    AddrSpec.of(author.address()),
                                    content.header(),
                                    content.size(),
                                    recipients(message),
                                    circumstances(message).later()));
            if (!verdict.refused().isEmpty()) {
                return new Submitted.Refused(verdict.refused());
            }
            return new Submitted.Scheduled(id, due, file(author, content, due));
        }
    }

    private Filed file(Account author, Incoming content, Instant due) {
        try (AccountMail mail = store.mail(new Access.Owner(author.id()), author.id())) {
            Mailbox box =
                    mail.view()
                            .mailbox(SpecialUse.SCHEDULED)
                            .orElseGet(
                                    () ->
                                            mail.create(
                                                    new MailboxName("Scheduled"),
                                                    Optional.of(SpecialUse.SCHEDULED)));
            return mail.append(
                    box.id(), List.of(new NewEmail(content, Flags.of(SystemFlag.SEEN), due)));
        }
    }

    private List<AddrSpec> recipients(NewMessage message) {
        Set<AddrSpec> all = new LinkedHashSet<>(message.to());
        all.addAll(message.cc());
        all.addAll(message.bcc());
        if (all.isEmpty()) {
            throw new Refused(Refused.Reason.CANNOT, "The message names no recipient");
        }
        int most = policy.settings().maxRecipients();
        if (all.size() > most) {
            throw new Refused(Refused.Reason.LIMIT, "More than " + most + " recipients");
        }
        return List.copyOf(all);
    }

    private static Circumstances circumstances(NewMessage message) {
        return message.said().map(Circumstances.UNKNOWN::as).orElse(Circumstances.UNKNOWN);
    }

    /** In whose name it goes. */
    private static Account name(Sender sender) {
        return switch (sender) {
            case Sender.Person(Account person) -> person;
            case Sender.Service(Account service, Optional<Account> person) ->
                    person.orElse(service);
            case Sender.TrustedSystem system -> throw noAuthor();
            case Sender.Stranger stranger -> throw noAuthor();
        };
    }

    private static Refused noAuthor() {
        return new Refused(Refused.Reason.NO_PERMISSION, "Only people and services send this way");
    }

    /** Whose Sent mailbox gets a copy. */
    private static Optional<Account> author(Sender sender) {
        return Optional.of(name(sender)).filter(a -> a.kind() == Account.Kind.PERSON);
    }

    private String newId() {
        return "<" + UUID.randomUUID() + "@" + hostName + ">";
    }

    private Incoming write(
            Account from, NewMessage message, String id, Optional<Instant> due, boolean bcc) {
        AddrSpec address = AddrSpec.of(from.address()).orElseThrow();
        Incoming content = store.receive();
        try {
            Composer.write(
                    content,
                    message,
                    new Composer.Heading(
                            from.displayName(), address, id, clock.instant(), bcc, due));
            return content.finish();
        } catch (IOException e) {
            content.close();
            throw new Refused(Refused.Reason.UNAVAILABLE, "Storage failed; nothing was kept", e);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** A message with its versions for the recipients and for the author. */
    private final class Part implements AutoCloseable {
        private final Sender sender;
        private final NewMessage message;
        private final String messageId = newId();
        private final Incoming content;
        private final Optional<Incoming> sent;

        Part(Sender sender, NewMessage message) {
            this.sender = sender;
            this.message = message;
            content = write(name(sender), message, messageId, Optional.empty(), false);
            sent = author(sender).map(a -> write(a, message, messageId, Optional.empty(), true));
        }

        Question.Message question(List<AddrSpec> to) {
            return Verdict.question(
                    sender,
                    AddrSpec.of(name(sender).address()),
                    content.header(),
                    content.size(),
                    to,
                    circumstances(message));
        }

        Own own() {
            return new Own(sent, Optional.empty());
        }

        Envelope envelope(Verdict verdict) {
            var clearance = verdict.clearance().orElseThrow();
            return new Envelope(
                    sender,
                    verdict.question().reversePath(),
                    verdict.question().recipients().stream()
                            .map(to -> new Recipient(clearance, to))
                            .toList());
        }

        @Override
        public void close() {
            content.close();
            sent.ifPresent(Incoming::close);
        }
    }
}
