package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What is known of a person or service beyond its account. */
@Entity
@Table(name = "person")
public class PersonRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    public long version;

    /** Roles, attributes, locale, zone, preferences, under the key of the account. */
    public byte[] sealed = {};
}
