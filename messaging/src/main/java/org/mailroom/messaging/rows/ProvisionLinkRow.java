package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** What another system calls an account. Times are milliseconds since 1970. */
@Entity
@Table(name = "provision_link")
public class ProvisionLinkRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Column(name = "external_hash")
    public @Nullable String externalHash;

    @Column(name = "name_hash")
    public @Nullable String nameHash;

    public byte[] sealed = {};

    public long created;

    public long modified;
}
