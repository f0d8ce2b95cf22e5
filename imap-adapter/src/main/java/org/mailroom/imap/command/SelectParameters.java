package org.mailroom.imap.command;

import java.util.Optional;

/** What may follow the mailbox name of SELECT and EXAMINE. RFC 7162 §3.1.8, §3.2.5. */
public record SelectParameters(boolean condstore, Optional<Qresync> qresync) {
    public static final SelectParameters NONE = new SelectParameters(false, Optional.empty());

    /** What the client knows of the mailbox; no set has "*". RFC 7162 §3.2.5. */
    public record Qresync(
            long uidValidity,
            long modSeq,
            Optional<SequenceSet> knownUids,
            Optional<SequenceMatch> sequenceMatch) {}

    /** Message numbers and the UIDs they had, equally many of each. RFC 7162 §3.2.5.2. */
    public record SequenceMatch(SequenceSet sequenceNumbers, SequenceSet uids) {
        public SequenceMatch {
            if (sequenceNumbers.size() != uids.size()) {
                throw new IllegalArgumentException("sequence match lists differ in length");
            }
        }
    }
}
