package org.mailroom.mailstore.mailbox;

/** The number of a mailbox; never reused, kept by RENAME. MAILBOXID of RFC 8474 §4. */
public record MailboxId(long value) {
    public MailboxId {
        if (value < 1) {
            throw new IllegalArgumentException("mailbox id " + value);
        }
    }

    /** As RFC 8474 shows it. */
    public String objectId() {
        return "F" + value;
    }
}
