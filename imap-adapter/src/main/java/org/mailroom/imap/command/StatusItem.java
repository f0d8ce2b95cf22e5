package org.mailroom.imap.command;

/** What STATUS can tell of a mailbox. RFC 9051 §6.3.11. */
public enum StatusItem {
    MESSAGES,
    /** RFC 3501 §6.3.10. */
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE,
    /** RFC 7162 §3.1.7. */
    HIGHESTMODSEQ,
    /** RFC 7889 §3.1. */
    APPENDLIMIT,
    /** RFC 8474 §4.3. */
    MAILBOXID
}
