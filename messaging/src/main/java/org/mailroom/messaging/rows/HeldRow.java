package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A message that somebody has to look at first. */
@Entity
@Table(name = "held")
public class HeldRow {
    @Id public long id;

    public long created;

    /** Null: a system in its own name. */
    @Column(name = "author_id")
    public @Nullable Long authorId;

    @Column(name = "email_id")
    public long emailId;

    public long uid;

    /** The reason's word. */
    public String why = "";

    public short shadow;

    /** The envelope. */
    public byte[] sealed = {};
}
