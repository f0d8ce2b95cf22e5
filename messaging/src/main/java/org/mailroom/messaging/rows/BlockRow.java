package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Somebody blocked by somebody. Times are milliseconds since 1970. */
@Entity
@Table(name = "block")
@IdClass(BlockRow.Key.class)
public class BlockRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Id
    @Column(name = "blocked_id")
    public long blockedId;

    public long since;

    /** The reason. */
    public byte[] sealed = {};

    /** Its key. */
    public record Key(long accountId, long blockedId) {}
}
