package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody whose groups are to be worked out again when a time has come. */
@Entity
@Table(name = "person_due")
public class DueRow {
    @Id public long id;

    /** Milliseconds since 1970. */
    public long at;

    @Column(name = "account_id")
    public long accountId;
}
