package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Which thread a Message-ID belongs to. */
@Entity
@Table(name = "thread_ref")
@IdClass(ThreadRefRow.Key.class)
public class ThreadRefRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    /** Keyed hash of a Message-ID. */
    @Id public long hash;

    @Column(name = "thread_id")
    public long threadId;

    /** Its key. */
    public record Key(long accountId, long hash) {}
}
