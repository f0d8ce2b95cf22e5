package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/** A relation to be made; see {@link Relation}. */
public record NewRelation(
        AccountId from, AccountId to, String kind, Instant since, Optional<Instant> until) {}
