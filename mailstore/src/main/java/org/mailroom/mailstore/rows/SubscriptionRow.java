package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A subscribed name. */
@Entity
@Table(name = "subscription")
@IdClass(SubscriptionRow.Key.class)
public class SubscriptionRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Id
    @Column(name = "name_hash")
    public String nameHash = "";

    @Column(name = "sealed_name")
    public byte[] sealedName = {};

    /** Its key. */
    public record Key(long accountId, String nameHash) {}
}
