package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far an import has come. Times are milliseconds since 1970. */
@Entity
@Table(name = "provision_import")
public class ProvisionImportRow {
    @Id public long id;

    /** Keyed hash of what is imported and how. */
    public String digest = "";

    public short state;

    /** Entries that have been taken, in the order in which they are. */
    @Column(name = "position_at")
    public long position;

    public long total;

    /** Numbers only. */
    public String counts = "";

    public long created;

    public long modified;
}
