package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A group, beyond its account. */
@Entity
@Table(name = "mail_group")
public class GroupRow {
    /** The account's. */
    @Id public long id;

    public long version;

    /** A term. */
    public long kind;

    @Column(name = "reply_mode")
    public short replyMode;

    public short history;

    /** 1 if there is an expression. */
    public short dynamic;

    /** The expression, under the key of the account. */
    public byte[] sealed = {};

    /** How far a changed expression has been applied; null when it is done. */
    public @Nullable Long evaluated;
}
