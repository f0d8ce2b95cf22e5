package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** UIDs expunged at a modseq, as a range. RFC 7162 §3.2.10. */
@Entity
@Table(name = "expunged")
@IdClass(ExpungedRow.Key.class)
public class ExpungedRow {
    @Id
    @Column(name = "mailbox_id")
    public long mailboxId;

    @Id public long modseq;

    @Id
    @Column(name = "first_uid")
    public long firstUid;

    @Column(name = "last_uid")
    public long lastUid;

    /** Its key. */
    public record Key(long mailboxId, long modseq, long firstUid) {}
}
