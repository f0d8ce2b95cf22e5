package org.mailroom.mailstore.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What every change to an account updates; its lock is the account's lock between processes. */
@Entity
@Table(name = "account_state")
public class AccountStateRow {
    @Id
    @Column(name = "account_id")
    public long accountId;

    public long modseq;

    @Column(name = "used_bytes")
    public long usedBytes;

    /** The greatest UIDVALIDITY handed out. */
    @Column(name = "uid_validity")
    public long uidValidity;
}
