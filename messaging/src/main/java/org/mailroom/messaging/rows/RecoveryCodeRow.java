package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A recovery code that has not been used: a keyed hash of it. */
@Entity
@Table(name = "recovery_code")
@IdClass(RecoveryCodeRow.Key.class)
public class RecoveryCodeRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Id public String hash = "";

    /** Its key. */
    public record Key(long accountId, String hash) {}
}
