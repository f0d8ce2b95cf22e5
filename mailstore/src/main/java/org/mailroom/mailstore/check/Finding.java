package org.mailroom.mailstore.check;

/**
 * Something wrong, or worth knowing. Names things by their ids and never carries content.
 *
 * @param account the account concerned, 0 for none
 * @param object id of what the kind speaks of, 0 for none
 * @param text for the operator
 * @param repaired whether it has been set right
 */
public record Finding(Kind kind, long account, long object, String text, boolean repaired) {

    /** How bad it is. */
    public enum Severity {
        /** No harm: garbage that is collected in time. */
        INFORMATION,
        /** Wrong. */
        ERROR
    }

    /** What is wrong, and whether it can be rebuilt from what is there. */
    public enum Kind {
        /** The account's key does not unwrap: nothing of it can be read. */
        ACCOUNT_KEY(false),
        ACCOUNT_PROFILE(false),
        /** The account has no counter row. */
        ACCOUNT_STATE(false),
        ACCOUNT_SECRET(false),
        /** One of its addresses does not lead to the account. */
        ACCOUNT_ADDRESS(false),
        SUBSCRIPTION(false),
        KEYWORDS(false),
        INBOX_MISSING(false),
        MAILBOX_NAME(false),
        MAILBOX_COUNTERS(true),
        USED_BYTES(true),
        /** A message in a mailbox whose email is not there or another account's. */
        ENTRY_EMAIL(false),
        /** Size or date differ from the email's. */
        ENTRY_COPY(true),
        ENTRY_KEYWORDS(false),
        /** A message under a UID that is remembered as expunged. */
        ENTRY_EXPUNGED(false),
        EMAIL_KEY(false),
        EMAIL_SUMMARY(true),
        /** The content is missing, altered, or not what was recorded. */
        EMAIL_CONTENT(false),
        EMAIL_ENTRIES(true),
        /** An email in no mailbox. */
        EMAIL_ORPHAN(true),
        BLOB_REFS(true),
        /** A blob of no email. */
        BLOB_ORPHAN(true),
        /** Rows that belong to nothing. */
        ROWS_ORPHAN(true),
        /** Space in segment files that the next compactions give back. */
        GARBAGE(false);

        private final boolean repairable;

        Kind(boolean repairable) {
            this.repairable = repairable;
        }

        /** Whether a repair can rebuild it. */
        public boolean repairable() {
            return repairable;
        }

        public Severity severity() {
            return this == GARBAGE ? Severity.INFORMATION : Severity.ERROR;
        }
    }

    public Severity severity() {
        return kind.severity();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return severity()
                + " "
                + kind
                + (account == 0 ? "" : " account " + account)
                + ": "
                + text
                + (repaired ? " (repaired)" : "");
    }
}
