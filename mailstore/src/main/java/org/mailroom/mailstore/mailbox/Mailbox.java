package org.mailroom.mailstore.mailbox;

import java.util.Optional;

/**
 * A mailbox as it stands at one modseq: its name and the counters of RFC 9051 §6.3.11.
 *
 * @param uidValidity 1 to 2^32-1
 * @param uidNext the UID the next message takes
 * @param firstRecent messages from this UID on have been announced to no session (RFC 3501 §2.3.2)
 * @param messages how many messages
 * @param unseen how many lack \Seen
 * @param deleted how many carry \Deleted
 * @param size octets of all messages (STATUS=SIZE, RFC 8438)
 * @param highestModseq the greatest modseq of any change in it (RFC 7162 §3.1.2.1)
 */
public record Mailbox(
        MailboxId id,
        MailboxName name,
        Optional<SpecialUse> specialUse,
        long uidValidity,
        long uidNext,
        long firstRecent,
        int messages,
        int unseen,
        int deleted,
        long size,
        long highestModseq) {}
