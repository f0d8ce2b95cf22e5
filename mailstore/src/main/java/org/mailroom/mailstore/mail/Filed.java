package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.MailboxId;

/**
 * Where messages came to lie; what APPENDUID and COPYUID tell. RFC 9051 §7.1.
 *
 * @param mailbox the mailbox they are in now
 * @param uidValidity its UIDVALIDITY
 * @param sourceUids for COPY and MOVE, the UIDs they had, ascending; else empty
 * @param uids the UIDs they have now, in the same order
 * @param emails their EMAILIDs as numbers, in the same order
 * @param modseq of the change
 */
public record Filed(
        MailboxId mailbox,
        long uidValidity,
        long[] sourceUids,
        long[] uids,
        long[] emails,
        long modseq) {}
