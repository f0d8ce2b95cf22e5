package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A token of a service. Times are milliseconds since 1970. */
@Entity
@Table(name = "api_token")
public class ApiTokenRow {
    @Id public long id;

    @Column(name = "account_id")
    public long accountId;

    /** Keyed hash of the token. */
    public String hash = "";

    /** Name and scopes, under the key of the account. */
    public byte[] sealed = {};

    public long created;

    public @Nullable Long expires;

    public @Nullable Long revoked;
}
