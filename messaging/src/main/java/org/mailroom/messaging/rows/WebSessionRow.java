package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody who is logged in with a browser. Times are milliseconds since 1970. */
@Entity
@Table(name = "web_session")
public class WebSessionRow {
    /** Keyed hash of the cookie. */
    @Id public String hash = "";

    @Column(name = "account_id")
    public long accountId;

    /** Which browser, and from where. */
    public byte[] sealed = {};

    /** How they proved themselves: a bit each. */
    public int methods;

    public long created;

    @Column(name = "last_used")
    public long lastUsed;

    /** When they last proved themselves. */
    public long proved;
}
