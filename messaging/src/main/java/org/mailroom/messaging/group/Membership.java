package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/**
 * A member of a group for a time.
 *
 * @param member a person, service or group
 * @param left the first moment at which it no longer holds
 * @param muted the member wants no notice of the group's messages
 * @param byRule made by the group's expression, and ended by it
 */
public record Membership(
        AccountId group,
        AccountId member,
        Rank rank,
        Instant joined,
        Optional<Instant> left,
        boolean muted,
        boolean byRule) {

    public boolean holds(Instant at) {
        return !at.isBefore(joined) && left.map(at::isBefore).orElse(true);
    }
}
