package org.mailroom.messaging.audit;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Trail;

import java.util.List;

/** The mail store's trail, as records. */
final class MailTrail implements Trail {
    private static final Actor OUTSIDE = Actor.named("outside");

    private final AuditLog log;

    MailTrail(AuditLog log) {
        this.log = log;
    }

    @Override
    public void opened(Access.Operator access, AccountId owner) {
        Action action =
                switch (access.purpose()) {
                    case "export" -> Action.MAIL_EXPORTED;
                    case "import" -> Action.MAIL_IMPORTED;
                    default -> Action.MAIL_OPENED;
                };
        log.record(
                AuditEvent.of(Actor.named(access.actor()), action)
                        .about(owner)
                        .object(access.purpose()));
    }

    @Override
    public void done(StatelessSession session, List<Deed> deeds) {
        log.record(session, deeds.stream().map(MailTrail::event).toList());
    }

    private static AuditEvent event(Deed deed) {
        Actor actor = deed.by().map(MailTrail::actor).orElse(OUTSIDE);
        AuditEvent event =
                AuditEvent.of(actor, action(deed.kind()))
                        .about(deed.account())
                        .object(deed.object());
        // what others do in a mailbox is the owner's business
        boolean owners = deed.kind() == Kind.DELIVERED || actor.is(deed.account());
        return owners ? event : event.severity(Severity.LOW);
    }

    private static Actor actor(Access access) {
        return switch (access) {
            case Access.Owner(AccountId account) -> Actor.of(account);
            case Access.Operator operator -> Actor.named(operator.actor());
        };
    }

    private static Action action(Kind kind) {
        return switch (kind) {
            case DELIVERED -> Action.MESSAGE_DELIVERED;
            case FILED -> Action.MESSAGE_FILED;
            case READ -> Action.MESSAGE_READ;
            case FLAGGED -> Action.MESSAGE_FLAGGED;
            case COPIED -> Action.MESSAGE_COPIED;
            case MOVED -> Action.MESSAGE_MOVED;
            case EXPUNGED -> Action.MESSAGE_REMOVED;
            case MAILBOX_CREATED -> Action.MAILBOX_CREATED;
            case MAILBOX_RENAMED -> Action.MAILBOX_RENAMED;
            case MAILBOX_DELETED -> Action.MAILBOX_DELETED;
        };
    }
}
