package org.mailroom.messaging.rows;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A name that somebody chose: of a role, a kind of relation or group, an attribute. */
@Entity
@Table(name = "term")
public class TermRow {
    @Id public long id;

    /** Keyed hash. */
    public String hash = "";

    public byte[] sealed = {};
}
