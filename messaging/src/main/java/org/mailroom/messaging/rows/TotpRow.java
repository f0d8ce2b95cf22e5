package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** What changes every half minute. Times are milliseconds since 1970. */
@Entity
@Table(name = "totp")
public class TotpRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Column(name = "sealed_secret")
    public byte[] sealedSecret = {};

    public long created;

    /** Null until the first right code. */
    public @Nullable Long confirmed;

    /** Of the last code that was taken; none up to it is taken again. */
    @Column(name = "last_step")
    public long lastStep;

    /** Wrong codes since the last right one. */
    public int failures;

    @Column(name = "next_try")
    public long nextTry;
}
