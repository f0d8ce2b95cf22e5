package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/**
 * A restriction to be imposed.
 *
 * @param reason the moderator's words; not empty
 * @param until none: until it is lifted
 * @param report the report it comes from
 */
public record NewRestriction(
        AccountId person,
        Restriction.Kind kind,
        String reason,
        Optional<Instant> until,
        Optional<String> report) {}
