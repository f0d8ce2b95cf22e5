package org.mailroom.messaging.rows;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A step of a log-in that has been taken and may not be taken again. */
@Entity
@Table(name = "used_login_step")
public class UsedLoginStepRow {
    @Id public String id = "";

    /** When it would no longer be good anyway; milliseconds since 1970. */
    public long expires;
}
