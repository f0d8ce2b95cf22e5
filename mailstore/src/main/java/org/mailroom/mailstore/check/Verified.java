package org.mailroom.mailstore.check;

/**
 * What a check has gone through, and what it found in all.
 *
 * @param accounts looked at
 * @param mailboxes looked at
 * @param messages messages in mailboxes looked at
 * @param emails whose key, summary and content were opened
 * @param contentBytes octets of content read and compared with their digest
 * @param errors findings that are wrong, repaired ones included
 * @param repaired errors that were set right
 */
public record Verified(
        long accounts,
        long mailboxes,
        long messages,
        long emails,
        long contentBytes,
        long errors,
        long repaired) {

    /** Whether nothing wrong is left. */
    public boolean clean() {
        return errors == repaired;
    }
}
