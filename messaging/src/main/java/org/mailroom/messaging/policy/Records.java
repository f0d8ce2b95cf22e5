package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;

import java.util.Optional;

/** What the decision point leaves in the audit log: who was told no and why, never about what. */
final class Records {
    private final AuditLog audit;

    Records(AuditLog audit) {
        this.audit = audit;
    }

    void decided(Question question, Decision decision) {
        switch (decision) {
            case Decision.Accept yes -> {}
            case Decision.Hold hold -> record(question, Action.HELD, hold.why().code());
            case Decision.Refuse no -> {
                if (worthIt(no.why().code())) {
                    record(question, Action.REFUSED, no.why().code());
                }
            }
        }
    }

    /** Slips of the pen are not; what a lane refuses, the lanes record themselves. */
    private static boolean worthIt(WhyCode code) {
        return switch (code) {
            case NO_SUCH_RECIPIENT, MAILBOX_FULL, TOO_LARGE, RATE_LIMITED, LOOP -> false;
            default -> true;
        };
    }

    private void record(Question question, Action action, WhyCode code) {
        Optional<Account> account =
                switch (question.sender()) {
                    case Sender.Person(Account person) -> Optional.of(person);
                    case Sender.Service(Account service, Optional<Account> person) ->
                            Optional.of(person.orElse(service));
                    case Sender.TrustedSystem system -> Optional.empty();
                    case Sender.Stranger stranger -> Optional.empty();
                };
        Actor actor =
                account.map(Account::id)
                        .map(Actor::of)
                        .orElseGet(() -> Actor.named(name(question.sender())));
        AuditEvent event = AuditEvent.of(actor, action).object(code.word());
        audit.later(subject(question).map(event::about).orElse(event));
    }

    private static String name(Sender sender) {
        return sender instanceof Sender.TrustedSystem(String name) ? name : "stranger";
    }

    private static Optional<AccountId> subject(Question question) {
        return question instanceof Question.Member member
                ? Optional.of(member.member())
                : Optional.empty();
    }

    void reloaded(RuleBook.Reloaded reloaded) {
        Action action = reloaded.taken() ? Action.POLICY_LOADED : Action.POLICY_REJECTED;
        audit.later(AuditEvent.of(Actor.SYSTEM, action).object("policy " + reloaded.policy()));
    }
}
