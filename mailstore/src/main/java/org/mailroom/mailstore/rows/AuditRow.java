package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** An access to somebody's mail by another, or an act of administration. */
@Entity
@Table(name = "audit")
public class AuditRow {
    @Id public long id;

    /** Milliseconds since 1970. */
    public long at;

    public String actor = "";

    @Column(name = "account_id")
    public @Nullable Long accountId;

    public String action = "";
}
