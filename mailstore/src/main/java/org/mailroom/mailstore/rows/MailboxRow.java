package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A mailbox and its counters. */
@Entity
@Table(name = "mailbox")
public class MailboxRow {
    @Id public long id;

    @Column(name = "account_id")
    public long accountId;

    /** Null while a deleted mailbox waits to be emptied. */
    @Column(name = "name_hash")
    public @Nullable String nameHash;

    @Column(name = "sealed_name")
    public byte[] sealedName = {};

    @Column(name = "special_use")
    public @Nullable String specialUse;

    @Column(name = "uid_validity")
    public long uidValidity;

    @Column(name = "uid_next")
    public long uidNext;

    @Column(name = "first_recent")
    public long firstRecent;

    public int messages;

    public int unseen;

    public int deleted;

    @Column(name = "size_bytes")
    public long size;

    @Column(name = "highest_modseq")
    public long highestModseq;
}
