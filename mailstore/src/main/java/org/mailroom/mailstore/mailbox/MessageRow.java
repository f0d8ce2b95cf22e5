package org.mailroom.mailstore.mailbox;

/**
 * One message of a mailbox, as a view keeps it.
 *
 * @param uid 1 to 2^32-1
 * @param flags bits of {@link SystemFlag#bit()}
 * @param keywordSet id in {@link KeywordSets}
 * @param modseq of its last change
 * @param size octets
 * @param emailId the email, shared by its copies (EMAILID, RFC 8474)
 * @param received INTERNALDATE, seconds since 1970
 * @param saved when it came into this mailbox (SAVEDATE, RFC 8514), seconds since 1970
 */
public record MessageRow(
        long uid,
        int flags,
        int keywordSet,
        long modseq,
        long size,
        long emailId,
        long received,
        long saved) {}
