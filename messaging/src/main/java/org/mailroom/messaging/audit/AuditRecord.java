package org.mailroom.messaging.audit;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/**
 * A record as read back.
 *
 * @param seq its number, from 0 on without a gap
 * @param action empty if a later version wrote it
 * @param object the thing it was done to, by kind and number
 * @param erased there was a reason, and it went with the subject's key
 */
public record AuditRecord(
        long seq,
        Instant at,
        Optional<Action> action,
        Severity severity,
        Actor actor,
        Optional<AccountId> subject,
        Optional<String> object,
        Optional<String> reason,
        boolean erased) {}
