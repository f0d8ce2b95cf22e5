package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A combination of keywords in use in an account. */
@Entity
@Table(name = "keyword_set")
@IdClass(KeywordSetRow.Key.class)
public class KeywordSetRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    @Id public int id;

    /** The keywords, one a line. */
    public byte[] sealed = {};

    /** Its key. */
    public record Key(long accountId, int id) {}
}
