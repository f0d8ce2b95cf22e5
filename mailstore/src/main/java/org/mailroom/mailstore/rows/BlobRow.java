package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Where a blob lies and what it must be. */
@Entity
@Table(name = "blob")
public class BlobRow {
    @Id public long id;

    public byte[] token = {};

    public long segment;

    public long position;

    @Column(name = "sealed_length")
    public long sealedLength;

    @Column(name = "size_bytes")
    public long size;

    public byte[] digest = {};

    /** How many emails use it; at zero the row goes, and compaction frees the bytes. */
    public int refs;
}
