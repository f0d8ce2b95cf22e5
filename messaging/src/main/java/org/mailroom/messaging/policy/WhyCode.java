package org.mailroom.messaging.policy;

import org.mailroom.mailstore.refusal.Refused.Reason;

import java.util.Locale;

/**
 * Why not, for programs. The same word everywhere: in brackets behind SMTP's text, as {@code code}
 * of problem+json, in the text of IMAP's NO.
 */
public enum WhyCode {
    /** The rules say no; also: blocked, and nobody there, to those who may not know. */
    NOT_PERMITTED(Reason.NO_PERMISSION),
    /** Nobody has this address. Only for those who may know the directory. */
    NO_SUCH_RECIPIENT(Reason.UNKNOWN_RECIPIENT),
    /** The sender has been muted. */
    SENDER_RESTRICTED(Reason.POLICY),
    /** The sender has been suspended or has left. */
    SENDER_SUSPENDED(Reason.POLICY),
    /** Somebody has to look first. */
    HELD_FOR_REVIEW(Reason.POLICY),
    /** Too many, too fast. */
    RATE_LIMITED(Reason.RATE),
    /** A reply leaves the circle of those who take part in the conversation. */
    REPLY_OUTSIDE_THREAD(Reason.POLICY),
    /** Only the first owner of this group begins a conversation in it. */
    NOT_PRIMARY_OWNER(Reason.NO_PERMISSION),
    /** This group is written to by others; its members read. */
    ANNOUNCE_ONLY(Reason.NO_PERMISSION),
    BROADCAST_NOT_ALLOWED(Reason.NO_PERMISSION),
    BULK_NOT_ALLOWED(Reason.NO_PERMISSION),
    SCHEDULE_NOT_ALLOWED(Reason.NO_PERMISSION),
    /** Suspended or gone: takes no mail now. */
    RECIPIENT_UNAVAILABLE(Reason.RECIPIENT_DISABLED),
    MAILBOX_FULL(Reason.OVER_QUOTA),
    TOO_LARGE(Reason.TOO_BIG),
    /** The sender writes under somebody else's address. */
    NOT_OWN_ADDRESS(Reason.SENDER_NOT_OWN),
    /** The message runs in circles. */
    LOOP(Reason.LOOP);

    private final Reason reason;

    WhyCode(Reason reason) {
        this.reason = reason;
    }

    /** What the protocols translate. */
    public Reason reason() {
        return reason;
    }

    /** {@code not-permitted}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
