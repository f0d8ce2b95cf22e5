package org.mailroom.messaging.rows;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A message for more people than one transaction takes. */
@Entity
@Table(name = "sending")
public class SendingRow {
    @Id public long id;

    public long created;

    /** The envelope. */
    public byte[] sealed = {};
}
