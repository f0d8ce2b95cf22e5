package org.mailroom.messaging.audit;

import static org.mailroom.messaging.audit.Severity.CRITICAL;
import static org.mailroom.messaging.audit.Severity.HIGH;
import static org.mailroom.messaging.audit.Severity.LOW;
import static org.mailroom.messaging.audit.Severity.MEDIUM;
import static org.mailroom.messaging.audit.Severity.NONE;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was done. Codes are in the log for ever: add, never renumber or reuse. */
public enum Action {
    /** A message was taken from its sender. */
    MESSAGE_SENT(1, Kind.MAIL, NONE),
    /** It was filed in the subject's mailbox. */
    MESSAGE_DELIVERED(2, Kind.MAIL, NONE),
    /** Put into a mailbox otherwise than by delivery: a draft, a copy of what was sent. */
    MESSAGE_FILED(3, Kind.MAIL, NONE),
    /** Read for the first time: it became \Seen. */
    MESSAGE_READ(4, Kind.MAIL, NONE),
    MESSAGE_FLAGGED(5, Kind.MAIL, NONE),
    MESSAGE_COPIED(6, Kind.MAIL, NONE),
    MESSAGE_MOVED(7, Kind.MAIL, NONE),
    /** Expunged from a mailbox. */
    MESSAGE_REMOVED(8, Kind.MAIL, NONE),
    MESSAGE_RETRACTED(9, Kind.MAIL, NONE),
    MESSAGE_EDITED(10, Kind.MAIL, NONE),
    MESSAGE_SCHEDULED(11, Kind.MAIL, NONE),
    SCHEDULE_CANCELLED(12, Kind.MAIL, NONE),
    /** A scheduled or held message went out. */
    MESSAGE_RELEASED(13, Kind.MAIL, NONE),
    MAILBOX_CREATED(14, Kind.MAIL, NONE),
    MAILBOX_RENAMED(15, Kind.MAIL, NONE),
    MAILBOX_DELETED(16, Kind.MAIL, NONE),

    /** The decision point said yes where that is worth a record. */
    ACCEPTED(20, Kind.DECISION, NONE),
    /** It said no; the object is the code. */
    REFUSED(21, Kind.DECISION, NONE),
    /** It wants somebody to look first. */
    HELD(22, Kind.DECISION, NONE),
    /** A lane was empty; the object says how often since the record before. */
    RATE_LIMITED(23, Kind.DECISION, LOW),

    /** Somebody else opened the subject's mail. */
    MAIL_OPENED(30, Kind.ACCESS, MEDIUM),
    /** Somebody else took a copy of the subject's mail. */
    MAIL_EXPORTED(31, Kind.ACCESS, HIGH),
    /** Somebody else put mail into the subject's mailboxes. */
    MAIL_IMPORTED(32, Kind.ACCESS, MEDIUM),
    /** Somebody else read one message: a moderator, of a report. */
    MESSAGE_SEEN_BY_OTHER(33, Kind.ACCESS, MEDIUM),
    /** Somebody else read what the audit log says of the subject. */
    AUDIT_READ(34, Kind.ACCESS, MEDIUM),

    LOGGED_IN(40, Kind.LOGIN, NONE),
    LOGIN_FAILED(41, Kind.LOGIN, LOW),
    CREDENTIAL_CHANGED(42, Kind.LOGIN, LOW),

    ACCOUNT_CREATED(50, Kind.ADMINISTRATION, NONE),
    ACCOUNT_CHANGED(51, Kind.ADMINISTRATION, NONE),
    ACCOUNT_SUSPENDED(52, Kind.ADMINISTRATION, LOW),
    ACCOUNT_REMOVED(53, Kind.ADMINISTRATION, HIGH),
    ROLES_CHANGED(54, Kind.ADMINISTRATION, MEDIUM),
    RELATION_ADDED(55, Kind.ADMINISTRATION, NONE),
    RELATION_ENDED(56, Kind.ADMINISTRATION, NONE),
    GROUP_CREATED(57, Kind.ADMINISTRATION, NONE),
    GROUP_CHANGED(58, Kind.ADMINISTRATION, NONE),
    GROUP_REMOVED(59, Kind.ADMINISTRATION, NONE),
    MEMBER_JOINED(60, Kind.ADMINISTRATION, NONE),
    MEMBER_LEFT(61, Kind.ADMINISTRATION, NONE),
    MEMBER_CHANGED(62, Kind.ADMINISTRATION, NONE),
    TOKEN_ISSUED(63, Kind.ADMINISTRATION, MEDIUM),
    TOKEN_REVOKED(64, Kind.ADMINISTRATION, NONE),
    POLICY_LOADED(65, Kind.ADMINISTRATION, MEDIUM),
    /** A policy that does not hold together was not taken. */
    POLICY_REJECTED(66, Kind.ADMINISTRATION, LOW),
    IMPORTED(67, Kind.ADMINISTRATION, LOW),
    KEYS_ROTATED(68, Kind.ADMINISTRATION, MEDIUM),

    BLOCKED(80, Kind.SAFETY, LOW),
    UNBLOCKED(81, Kind.SAFETY, NONE),
    RESTRICTED(82, Kind.SAFETY, MEDIUM),
    RESTRICTION_LIFTED(83, Kind.SAFETY, LOW),
    REPORTED(84, Kind.SAFETY, MEDIUM),
    REPORT_REVIEWED(85, Kind.SAFETY, LOW),

    /** The person's own data, handed to them. */
    DATA_EXPORTED(90, Kind.PRIVACY, HIGH),
    /** The person's key was destroyed. */
    ERASED(91, Kind.PRIVACY, HIGH),
    PRIVACY_SETTING_CHANGED(92, Kind.PRIVACY, LOW),
    LEGAL_HOLD_SET(93, Kind.PRIVACY, HIGH),
    LEGAL_HOLD_ENDED(94, Kind.PRIVACY, HIGH),
    /** Anything else that touches privacy; say how much with the event's severity. */
    PRIVACY_EVENT(95, Kind.PRIVACY, MEDIUM),

    /** The log itself: an export of it. */
    AUDIT_EXPORTED(110, Kind.LOG, MEDIUM),
    /** Records that had been acknowledged are not there any more. */
    AUDIT_CUT(111, Kind.LOG, CRITICAL);

    /** What sort of action it is. */
    public enum Kind {
        /** What people do with their mail, and deliveries to them: the many. */
        MAIL,
        DECISION,
        /** Others' access to somebody's mail. */
        ACCESS,
        LOGIN,
        ADMINISTRATION,
        SAFETY,
        PRIVACY,
        LOG
    }

    private static final Map<Integer, Action> BY_CODE = new HashMap<>();

    static {
        for (Action action : values()) {
            if (BY_CODE.put(action.code, action) != null) {
                throw new IllegalStateException("two actions have the code " + action.code);
            }
        }
    }

    private final int code;
    private final Kind kind;
    private final Severity severity;

    Action(int code, Kind kind, Severity severity) {
        this.code = code;
        this.kind = kind;
        this.severity = severity;
    }

    int code() {
        return code;
    }

    /** The action of a code; none if a later version wrote it. */
    static Optional<Action> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public Kind kind() {
        return kind;
    }

    /** Unless an event says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** {@code message-delivered}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
