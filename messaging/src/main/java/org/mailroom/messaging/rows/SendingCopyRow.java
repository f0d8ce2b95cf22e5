package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Who has a message that is being sent, or is to get it. */
@Entity
@Table(name = "sending_copy")
@IdClass(SendingCopyRow.Key.class)
public class SendingCopyRow {
    @Id
    @Column(name = "sending_id")
    public long sendingId;

    @Id
    @Column(name = "account_id")
    public long accountId;

    /** Of which version. */
    @Column(name = "part_id")
    public long partId;

    public short done;

    /** Its key. */
    public record Key(long sendingId, long accountId) {}
}
