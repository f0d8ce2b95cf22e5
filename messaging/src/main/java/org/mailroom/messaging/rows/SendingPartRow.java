package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** One version of a message that is being sent, and who gets it. */
@Entity
@Table(name = "sending_part")
public class SendingPartRow {
    @Id public long id;

    @Column(name = "sending_id")
    public long sendingId;

    @Column(name = "email_id")
    public long emailId;

    public long uid;

    /** Null: people named one by one. */
    @Column(name = "group_id")
    public @Nullable Long groupId;

    /** The last account that has been dealt with. */
    public long position;
}
