package org.mailroom.imap.command;

/** What the numbers of a command count: positions in the mailbox, or UIDs. RFC 9051 §2.3.1. */
public enum Numbering {
    SEQUENCE,
    UID
}
