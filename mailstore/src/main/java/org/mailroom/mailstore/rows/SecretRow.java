package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A sealed value kept for an account by name: password hashes and the like. */
@Entity
@Table(name = "secret")
@IdClass(SecretRow.Key.class)
public class SecretRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Id public String name = "";

    public byte[] sealed = {};

    /** Its key. */
    public record Key(long accountId, String name) {}
}
