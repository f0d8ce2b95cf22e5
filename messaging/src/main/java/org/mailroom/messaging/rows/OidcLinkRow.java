package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Who somebody at an identity provider is here. Times are milliseconds since 1970. */
@Entity
@Table(name = "oidc_link")
public class OidcLinkRow {
    @Id public long id;

    /** Keyed hash of issuer and subject. */
    public String hash = "";

    @Column(name = "account_id")
    public long accountId;

    /** The provider's id in the settings. */
    public byte[] sealed = {};

    public long created;

    @Column(name = "last_used")
    public long lastUsed;
}
