package org.mailroom.webmail.api;

import org.mailroom.mailstore.account.Access.Operator;
import org.mailroom.mailstore.account.Access.Owner;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mime.Address;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to go later: the caller's mailbox for scheduled mail. Taking a message out of it cancels
 * it. A service that looks into a person's is recorded as anybody who opens another's mail.
 */
final class ScheduledResource implements Resource {
    private static final String SCHEDULED = ROOT + "/messages/scheduled";
    private static final Access ACCESS = Access.scope(Scope.SELF, Scope.MESSAGES_SEND_AS);

    /** A message that waits. */
    record ScheduledJson(
            String id, String messageId, String sendAt, List<String> to, String subject) {}

    private final MailStore store;
    private final AuditLog log;
    private final Senders senders;
    private final Named named;

    ScheduledResource(MailStore store, AuditLog log, Senders senders, Named named) {
        this.store = store;
        this.log = log;
        this.senders = senders;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(SCHEDULED, ACCESS, this::list).query("after", "limit", "from"),
                Route.delete(SCHEDULED + "/{message}", ACCESS, this::cancel).query("from"));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        try (AccountMail mail = open(call)) {
            List<Waiting> found = new ArrayList<>();
            Optional<MailboxView> box = scheduled(mail);
            if (box.isPresent()) {
                MailboxView view = box.get();
                for (int i = view.ceiling(place.after() + 1);
                        i < view.size() && found.size() < place.oneMore();
                        i++) {
                    found.add(new Waiting(view.uid(i), mail.email(view.emailId(i)), due(view, i)));
                }
            }
            return Answer.ok(Page.of(place, found, Waiting::uid, Waiting::json));
        }
    }

    private static Instant due(MailboxView view, int index) {
        return Instant.ofEpochSecond(view.received(index));
    }

    private record Waiting(long uid, Email email, Instant due) {
        ScheduledJson json() {
            return new ScheduledJson(
                    email.objectId(),
                    email.summary().messageId().orElse(""),
                    Moments.text(due),
                    email.summary().to().stream().map(Address::address).toList(),
                    email.summary().subject());
        }
    }

    /** Out of the schedule and into the drafts: what was written is not lost. */
    private Answer cancel(Call call) {
        try (AccountMail mail = open(call)) {
            MailboxView view = scheduled(mail).orElseThrow(ScheduledResource::gone);
            long uid = uid(view, call.path("message"));
            Mailbox drafts =
                    mail.view().mailbox(SpecialUse.DRAFTS).orElseThrow(ScheduledResource::gone);
            if (mail.move(view.mailbox().id(), new long[] {uid}, drafts.id()).uids().length == 0) {
                throw gone();
            }
            log.record(
                    AuditEvent.of(call.actor(), Action.SCHEDULE_CANCELLED)
                            .about(mail.account())
                            .object("email " + call.path("message").substring(1)));
            return Answer.none();
        }
    }

    private static long uid(MailboxView view, String objectId) {
        for (int i = 0; i < view.size(); i++) {
            if (objectId.equals("M" + view.emailId(i))) {
                return view.uid(i);
            }
        }
        throw gone();
    }

    private static RuntimeException gone() {
        return Problem.nothing("scheduled message").thrown();
    }

    private static Optional<MailboxView> scheduled(AccountMail mail) {
        return mail.view().mailbox(SpecialUse.SCHEDULED).map(box -> mail.open(box.id()));
    }

    private AccountMail open(Call call) {
        Account account = senders.of(call.principal(), call.query("from")).account();
        if (account.kind() != Account.Kind.PERSON) {
            throw Problem.of(409, "cannot", "Only people schedule messages").thrown();
        }
        return account.id().equals(call.principal().account())
                ? store.mail(new Owner(account.id()), account.id())
                : store.mail(
                        new Operator(named.address(call.principal().account()), "scheduled"),
                        account.id());
    }
}
