package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A relation between two people. Times are milliseconds since 1970. */
@Entity
@Table(name = "relation")
public class RelationRow {
    @Id public long id;

    @Column(name = "from_id")
    public long fromId;

    @Column(name = "to_id")
    public long toId;

    /** A term. */
    public long kind;

    public long since;

    @Column(name = "until_at")
    public @Nullable Long until;

    /** 1, or null once it is known to have ended. */
    @Column(name = "open_mark")
    public @Nullable Short open;
}
