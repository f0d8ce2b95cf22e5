package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/**
 * What one person is to another for a time.
 *
 * @param from who has the office: the clinician who is assigned, the mentor, the instructor
 * @param to whom it is for: the patient, the student
 * @param kind {@code assigned}, {@code mentor}, {@code instructor}, {@code care-team} …
 * @param until the first moment at which it no longer holds; empty while no end is known
 */
public record Relation(
        long id,
        AccountId from,
        AccountId to,
        String kind,
        Instant since,
        Optional<Instant> until) {

    public boolean holds(Instant at) {
        return !at.isBefore(since) && until.map(at::isBefore).orElse(true);
    }
}
