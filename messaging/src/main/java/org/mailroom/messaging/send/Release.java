package org.mailroom.messaging.send;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.Shipment.Taking;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.mailstore.mime.Range;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Delivery.Own;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.delivery.Rewriting;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.policy.WhyCode;
import org.mailroom.messaging.send.Schedule.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one scheduled message whose moment has come: asks again, and in one transaction delivers it
 * and moves it to Sent. So it goes once, or not at all, whenever the server is stopped.
 */
final class Release {
    private static final Logger log = LoggerFactory.getLogger(Release.class);

    private static final Duration RETRY = Duration.ofMinutes(1);

    /** What has not passed by itself after this long is reported. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final List<String> DROPPED =
            List.of("Bcc", "Resent-Bcc", "Date", "Return-Path", Due.FIELD);

    private final MailStore store;
    private final Policy policy;
    private final Delivery delivery;
    private final Rewriting rewriting;

    /** When to try again; memory only: after a restart it is tried at once. */
    private final Cache<Entry, Instant> postponed =
            Caffeine.newBuilder().maximumSize(100_000).build();

    Release(MailStore store, Policy policy, Delivery delivery) {
        this.store = store;
        this.policy = policy;
        this.delivery = delivery;
        this.rewriting = new Rewriting(store);
    }

    /** When to look next, given what is first in the schedule; a second from now at the least. */
    Optional<Instant> next(List<Entry> first, Instant now) {
        return first.stream()
                .filter(entry -> !entry.deleted())
                .map(
                        entry ->
                                Optional.ofNullable(postponed.getIfPresent(entry))
                                        .orElse(entry.due()))
                .map(due -> due.isAfter(now) ? due : now.plusSeconds(1))
                .min(Instant::compareTo);
    }

    /** Sends it, or notes why not; throws nothing that concerns this message alone. */
    void send(Entry entry, Instant now) {
        Instant later = postponed.getIfPresent(entry);
        if (entry.deleted() || (later != null && later.isAfter(now))) {
            return;
        }
        Optional<Account> author = store.accounts().byId(entry.author());
        if (author.isEmpty()) {
            return;
        }
        var access = new Access.Owner(entry.author());
        try (AccountMail mail = store.mail(access, entry.author())) {
            MailboxView view = mail.open(new MailboxId(entry.mailbox()));
            int index = view.indexOf(entry.uid());
            if (index >= 0) {
                new One(entry, author.get(), mail, view.emailId(index)).send(now);
            }
        } catch (Refused e) {
            log.info("A scheduled message goes later: {} {}", e.reason(), e.getMessage());
            postpone(entry, now, RETRY);
        } catch (RuntimeException e) {
            log.error("A scheduled message goes later", e);
            postpone(entry, now, RETRY);
        }
    }

    private void postpone(Entry entry, Instant now, Duration wait) {
        postponed.put(entry, now.plus(wait));
    }

    /** One message. */
    private final class One {
        private final Entry entry;
        private final Account author;
        private final AccountMail mail;
        private final long email;

        One(Entry entry, Account author, AccountMail mail, long email) {
            this.entry = entry;
            this.author = author;
            this.mail = mail;
            this.email = email;
        }

        void send(Instant now) {
            HeaderBlock header = mail.header(email);
            Sender sender = new Sender.Person(author);
            Optional<AddrSpec> path = AddrSpec.of(author.address());
            List<AddrSpec> to = Addressees.of(header, policy.settings().maxRecipients());
            try (Incoming version = version(now)) {
                Verdict verdict =
                        Verdict.decide(
                                policy,
                                new Question.Message(
                                        sender,
                                        path,
                                        version.header(),
                                        version.size(),
                                        to,
                                        Circumstances.UNKNOWN));
                boolean patient = now.isBefore(entry.due().plus(PATIENCE));
                if (verdict.passes().isPresent() && patient) {
                    postpone(entry, now, verdict.passes().get());
                    return;
                }
                Map<AddrSpec, Why> failures = new LinkedHashMap<>(verdict.refused());
                if (!verdict.none() && !go(verdict, version, failures, patient)) {
                    return;
                }
                if (failures.size() == to.size()) {
                    keep();
                }
                if (!failures.isEmpty()) {
                    path.ifPresent(a -> delivery.reports().failed(a, header, failures));
                }
            }
        }

        /** As its recipients get it. */
        private Incoming version(Instant now) {
            Range header = mail.email(email).summary().structure().header();
            String date = "Date: " + MailDate.format(now.atOffset(ZoneOffset.UTC)) + "\r\n";
            try (Content content = mail.content(email)) {
                return rewriting.of(content, header, content.size(), DROPPED, date);
            }
        }

        /**
         * @return whether it is settled: sent, or failed for the reason noted; not if it was
         *     cancelled meanwhile or is to be tried again
         */
        private boolean go(
                Verdict verdict, Incoming version, Map<AddrSpec, Why> failures, boolean patient) {
            MailboxName sent = special(SpecialUse.SENT, "Sent");
            Own own =
                    new Own(
                            Optional.empty(),
                            Optional.of(
                                    new Taking(
                                            entry.author(),
                                            new MailboxId(entry.mailbox()),
                                            entry.uid(),
                                            Optional.of(sent))));
            try {
                return verdict.held().isPresent()
                        ? delivery.held()
                                .hold(verdict.question(), version, verdict.held().get(), own)
                                .isPresent()
                        : delivery.toAll(envelope(verdict), version, own).isPresent();
            } catch (Refused e) {
                if (patient && (e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.RATE)) {
                    throw e;
                }
                Why why = new Why(WhyCode.RECIPIENT_UNAVAILABLE, String.valueOf(e.getMessage()));
                verdict.question().recipients().forEach(to -> failures.put(to, why));
                return true;
            }
        }

        private Envelope envelope(Verdict verdict) {
            var clearance = verdict.clearance().orElseThrow();
            return new Envelope(
                    verdict.question().sender(),
                    verdict.question().reversePath(),
                    verdict.question().recipients().stream()
                            .map(to -> new Recipient(clearance, to))
                            .toList());
        }

        /** Nobody gets it: it is the author's again. */
        private void keep() {
            MailboxName drafts = special(SpecialUse.DRAFTS, "Drafts");
            Mailbox to =
                    mail.view()
                            .mailbox(drafts)
                            .orElseGet(() -> mail.create(drafts, Optional.of(SpecialUse.DRAFTS)));
            mail.move(new MailboxId(entry.mailbox()), new long[] {entry.uid()}, to.id());
        }

        private MailboxName special(SpecialUse use, String otherwise) {
            return mail.view()
                    .mailbox(use)
                    .map(Mailbox::name)
                    .orElseGet(() -> new MailboxName(otherwise));
        }
    }
}
