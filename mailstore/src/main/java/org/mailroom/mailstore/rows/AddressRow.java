package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which account an address delivers to. */
@Entity
@Table(name = "address")
public class AddressRow {
    /** Keyed hash of the lower-case address. */
    @Id public String hash = "";

    @Column(name = "account_id")
    public long accountId;
}
