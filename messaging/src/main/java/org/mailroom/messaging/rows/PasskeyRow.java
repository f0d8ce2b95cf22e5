package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A passkey. Times are milliseconds since 1970. */
@Entity
@Table(name = "passkey")
public class PasskeyRow {
    @Id public long id;

    /** Keyed hash of the credential's id. */
    public String hash = "";

    @Column(name = "account_id")
    public long accountId;

    /** Name, credential id, public key, transports. */
    public byte[] sealed = {};

    /** How often the authenticator says it has signed; 0 if it does not count. */
    public long signatures;

    public long created;

    @Column(name = "last_used")
    public long lastUsed;
}
