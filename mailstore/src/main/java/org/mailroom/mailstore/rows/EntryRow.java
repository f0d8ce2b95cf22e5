package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** An email in a mailbox under a UID. */
@Entity
@Table(name = "entry")
@IdClass(EntryRow.Key.class)
public class EntryRow {
    @Id
    @Column(name = "mailbox_id")
    public long mailboxId;

    @Id public long uid;

    @Column(name = "email_id")
    public long emailId;

    public short flags;

    @Column(name = "keyword_set")
    public int keywordSet;

    public long modseq;

    @Column(name = "size_bytes")
    public long size;

    public long received;

    public long saved;

    /** Its key. */
    public record Key(long mailboxId, long uid) {}
}
