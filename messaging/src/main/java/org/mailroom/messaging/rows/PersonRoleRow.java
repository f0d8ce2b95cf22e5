package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Somebody has a role; the person's row says so too. */
@Entity
@Table(name = "person_role")
@IdClass(PersonRoleRow.Key.class)
public class PersonRoleRow {
    /** A term. */
    @Id public long role;

    @Id
    @Column(name = "account_id")
    public long accountId;

    /** Its key. */
    public record Key(long role, long accountId) {}
}
