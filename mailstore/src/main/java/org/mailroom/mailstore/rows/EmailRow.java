package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A message in an account: immutable but for the count of its entries. RFC 8474 §3. */
@Entity
@Table(name = "email")
public class EmailRow {
    @Id public long id;

    @Column(name = "account_id")
    public long accountId;

    @Column(name = "blob_id")
    public long blobId;

    @Column(name = "wrapped_key")
    public byte[] wrappedKey = {};

    @Column(name = "size_bytes")
    public long size;

    /** INTERNALDATE, seconds since 1970. */
    public long received;

    @Column(name = "thread_id")
    public long threadId;

    /** How many entries show it; at zero the row goes. */
    public int entries;

    public byte[] summary = {};
}
