package org.mailroom.messaging.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A member of a group for a time. Times are milliseconds since 1970. */
@Entity
@Table(name = "membership")
public class MembershipRow {
    @Id public long id;

    @Column(name = "group_id")
    public long groupId;

    @Column(name = "member_id")
    public long memberId;

    /** Code of the rank. */
    public short standing;

    public long joined;

    @Column(name = "left_at")
    public @Nullable Long left;

    public short muted;

    /** 1 if the group's expression made it. */
    @Column(name = "by_rule")
    public short byRule;

    /** 1, or null once it is known to have ended. */
    @Column(name = "open_mark")
    public @Nullable Short open;
}
