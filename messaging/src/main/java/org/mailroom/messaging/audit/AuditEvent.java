package org.mailroom.messaging.audit;

import org.mailroom.mailstore.account.AccountId;

import java.util.Optional;

/**
 * Something that happened. It never carries content: no word of a message, no subject, no address.
 *
 * @param actor who did it
 * @param action what
 * @param subject whose mail, person or settings it concerns
 * @param object the thing, by kind and number or by a fixed word: {@code email 42}, {@code group
 *     7}, {@code not-permitted}. Never anybody's own words. At most {@value #OBJECT} characters
 * @param reason why, in the actor's words. Sealed under the subject's key, so that it goes when the
 *     subject is erased. At most {@value #REASON} characters
 * @param severity how much it bears upon privacy
 */
public record AuditEvent(
        Actor actor,
        Action action,
        Optional<AccountId> subject,
        Optional<String> object,
        Optional<String> reason,
        Severity severity) {
    static final int OBJECT = 500;
    static final int REASON = 1000;

    public AuditEvent {
        object = object.map(o -> Texts.cut(o, OBJECT)).filter(o -> !o.isEmpty());
        reason = reason.map(r -> Texts.cut(r, REASON)).filter(r -> !r.isEmpty());
    }

    public AuditEvent(
            Actor actor,
            Action action,
            Optional<AccountId> subject,
            Optional<String> object,
            Optional<String> reason) {
        this(actor, action, subject, object, reason, action.severity());
    }

    /** An event that concerns nobody in particular yet. */
    public static AuditEvent of(Actor actor, Action action) {
        return new AuditEvent(actor, action, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, concerning this account. */
    public AuditEvent about(AccountId account) {
        return new AuditEvent(actor, action, Optional.of(account), object, reason, severity);
    }

    /** The same, with the thing it was done to. */
    public AuditEvent object(String thing) {
        return new AuditEvent(actor, action, subject, Optional.of(thing), reason, severity);
    }

    /** The same, with a reason. */
    public AuditEvent because(String why) {
        return new AuditEvent(actor, action, subject, object, Optional.of(why), severity);
    }

    /** The same, more or less severe than usual. */
    public AuditEvent severity(Severity other) {
        return new AuditEvent(actor, action, subject, object, reason, other);
    }
}
