package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An account: its key, wrapped under a master key, and what is known of its owner, sealed. */
@Entity
@Table(name = "account")
public class AccountRow {
    @Id public long id;

    @Column(name = "wrapped_key")
    public byte[] wrappedKey = {};

    @Column(name = "sealed_profile")
    public byte[] sealedProfile = {};

    public short kind;

    public short state;

    @Column(name = "quota_bytes")
    public long quotaBytes;

    /** Seconds since 1970. */
    public long created;
}
