package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A request to send that is to be done once only. Times are milliseconds since 1970. */
@Entity
@Table(name = "request_key")
public class RequestKeyRow {
    @Id public long id;

    @Column(name = "account_id")
    public long accountId;

    /** Keyed hash of account and key. */
    public String hash = "";

    /** Keyed hash of what was requested. */
    public String request = "";

    public long created;

    /** What was answered, under the key of the account; null while it is under way. */
    public byte @Nullable [] sealed;
}
