package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** What was imposed on somebody. Times are milliseconds since 1970. */
@Entity
@Table(name = "restriction")
public class RestrictionRow {
    @Id public long id;

    @Column(name = "account_id")
    public long accountId;

    public short kind;

    @Column(name = "from_at")
    public long from;

    @Column(name = "until_at")
    public @Nullable Long until;

    /** Null for an author without an account. */
    @Column(name = "author_id")
    public @Nullable Long authorId;

    /** Reason, author's name, report. */
    public byte[] sealed = {};

    @Column(name = "lifted_at")
    public @Nullable Long liftedAt;

    @Column(name = "lifted_by")
    public @Nullable Long liftedBy;

    /** Reason and name of whoever lifted it. */
    @Column(name = "sealed_lifted")
    public byte @Nullable [] sealedLifted;
}
