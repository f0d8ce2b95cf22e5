package org.mailroom.mailstore.refusal;

/**
 * A legitimate no: the request was understood and will not be done.
 *
 * <p>Each protocol translates the {@link Reason} in one switch; the message names what was wrong,
 * is fit to be shown to the client, and holds no content of anybody's mail.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. IMAP response codes: RFC 9051 §7.1; enhanced SMTP codes: RFC 3463. */
    public enum Reason {
        /** No such mailbox. */
        NONEXISTENT,
        /** The mailbox to be made is there. */
        ALREADY_EXISTS,
        /** Somebody else has changed it since it was read. */
        CONFLICT,
        /** The operation can never work on this object (delete INBOX, rename onto itself). */
        CANNOT,
        /** A mailbox with children that cannot go. */
        HAS_CHILDREN,
        /** Not a permissible mailbox name. */
        BAD_NAME,
        /** The actor may not. */
        NO_PERMISSION,
        /** The account's quota would be passed. */
        OVER_QUOTA,
        /** Larger than a message may be. */
        TOO_BIG,
        /** A limit on counts (keywords, mailboxes, recipients) would be passed. */
        LIMIT,
        /** The message is gone: another session expunged it. */
        EXPUNGED,
        /** Disk full, database away: temporary, nothing was changed. */
        UNAVAILABLE,
        /** No such person. */
        UNKNOWN_RECIPIENT,
        /** The person is there and takes no mail now (suspended). */
        RECIPIENT_DISABLED,
        /** The sender address is not one of the sender's own. */
        SENDER_NOT_OWN,
        /** Policy says no. */
        POLICY,
        /** Too many, too fast; try later. */
        RATE,
        /** Hop count passed: a mail loop. */
        LOOP,
        /** Sealed data failed its check; it is not served. */
        CORRUPT
    }

    private final Reason reason;

    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Refused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
